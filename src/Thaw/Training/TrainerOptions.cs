using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>What a trial needs beside its plan, network and pictures.</summary>
public sealed record TrainerOptions
{
    /// <summary>How pictures become input; the backbone's.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>Where features of frozen layers are kept; created if need be. The caller deletes it.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Phases of other trials with the same cache folder. Features that those want from lower layers are computed on the way to this
    /// trial's own, so that no picture goes through a layer twice. None by default.</summary>
    public IReadOnlyList<Phase> Sharing { get; init; } = [];

    /// <summary>Pictures a step, at least 1; 32 by default. The last step of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Seed of the order of the pictures and of dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>Seed of the augmented views. The same for all trials of a comparison, so that they see the same views.</summary>
    public ulong AugmentationSeed { get; init; }

    /// <summary>Whether classes count as if they had equally many pictures: weight of a class = pictures / (classes * its pictures).</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Whether the gradients of the backbone are measured in the first steps of phases, and its weights kept after the first epoch that
    /// changes them. The weights that come out are the same. False by default.</summary>
    public bool WatchFirstSteps { get; init; }

    /// <summary>Where the state is kept, so that a trial that was stopped goes on from there; null for nowhere. Written after the first epoch,
    /// and then after each whose end finds that writing took at most a fiftieth of the time since.</summary>
    public string? CheckpointFile { get; init; }
}
