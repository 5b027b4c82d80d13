using Thaw.Comparison.Evidence;
using Thaw.Evaluation.Calibration;
using Thaw.Networks;
using Thaw.Training;

namespace Thaw.Comparison;

/// <summary>What a comparison does.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The plans, each under a name of its own; at least one.</summary>
    public required IReadOnlyList<Plan> Plans { get; init; }

    /// <summary>One trial a plan and seed: the head's first weights, the order of the pictures, dropout. At least one, all different.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Seed of the augmented views, the same for all trials. The split has its own in <see cref="Images.SplitOptions"/>.</summary>
    public ulong AugmentationSeed { get; init; }

    /// <summary>The head that every trial starts with.</summary>
    public Head Head { get; init; } = new();

    /// <summary>Pictures a step, at least 1; 32 by default.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Whether classes count as if they had equally many pictures.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>
    /// Whether each trial is tested on corrupted test pictures too (<see cref="Evidence.ShiftEvidence"/>), which takes 30 forward passes a test picture,
    /// with large networks of a part of them; it is by default.
    /// </summary>
    public bool ShiftTest { get; init; } = true;

    /// <summary>How each trial's threshold is chosen on the validation pictures; 0.5 by default, and nothing else with more than two classes.</summary>
    public ThresholdCriterion Threshold { get; init; } = ThresholdCriterion.Half;

    /// <summary>Pictures of the task that the backbone was trained on, at the size of the others; by them it is measured how much of that task survives. Null
    /// (the default) for drawn ones, on which only the features' similarity can be told.</summary>
    public SourcePictures? Source { get; init; }

    /// <summary>Whether trials that an earlier, stopped run has finished are taken over, and the one it was in goes on.</summary>
    public bool Resume { get; init; }
}
