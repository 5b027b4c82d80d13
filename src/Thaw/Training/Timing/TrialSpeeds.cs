using Thaw.Images;

namespace Thaw.Training.Timing;

/// <summary>How long the parts of trials take on this machine, in seconds.</summary>
internal sealed record TrialSpeeds
{
    /// <summary>Pictures a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Building a network.</summary>
    public required double Create { get; init; }

    /// <summary>The phases by their boundary.</summary>
    public required IReadOnlyDictionary<int, PhaseSpeed> Phases { get; init; }

    /// <summary>Making the input of a picture, by what is done to it; <see cref="Augmentation.None"/> is among them.</summary>
    public required IReadOnlyDictionary<Augmentation, double> Input { get; init; }

    /// <summary>The forward pass from the picture to the logits, a picture.</summary>
    public required double Inference { get; init; }

    /// <summary>Bytes of all weights from each layer up, by its index.</summary>
    public required IReadOnlyList<long> WeightBytes { get; init; }

    /// <summary>The disk of checkpoints, cached features and models.</summary>
    public required DiskSpeed Disk { get; init; }
}

/// <summary>How many pictures the parts of a split have.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the epoch by.</param>
/// <param name="Test">To test on.</param>
internal readonly record struct PartSizes(int Train, int Validation, int Test);
