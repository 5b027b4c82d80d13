namespace Thaw.Comparison;

/// <summary>What a plan costs in arithmetic: the same on every machine.</summary>
public sealed record PlanCost
{
    /// <summary>Weights and biases that the plan trains in at least one phase.</summary>
    public required long TrainableParameters { get; init; }

    /// <summary>Weights and biases of the whole network.</summary>
    public required long TotalParameters { get; init; }

    /// <summary>
    /// Floating-point operations of the forward pass for one picture, a multiplication and an addition counting two, with
    /// convolutions counted as direct ones; the mean over the plan's epochs, cached features not counted again.
    /// </summary>
    public required double ForwardFlopsPerPicture { get; init; }

    /// <summary>The same for the backward pass.</summary>
    public required double BackwardFlopsPerPicture { get; init; }
}

/// <summary>What a plan took on this machine. Every number is 0 or more; NaN where it was not measured.</summary>
public sealed record PlanTiming
{
    /// <summary>Mean seconds of an epoch over all trials and phases, validation included.</summary>
    public required double SecondsPerEpoch { get; init; }

    /// <summary>Seconds in forward passes of training, all trials together.</summary>
    public required double SecondsForward { get; init; }

    /// <summary>Seconds in backward passes and updates, all trials together.</summary>
    public required double SecondsBackward { get; init; }

    /// <summary>Seconds of all trials together, features and evaluation included.</summary>
    public required double SecondsTotal { get; init; }

    /// <summary>The largest memory of tensors in use at once, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>
    /// What <see cref="PlanComparison.Estimate"/> expected before the run of the trials that were left then, in seconds; NaN (the default) where
    /// it was not asked.
    /// </summary>
    public double EstimatedSeconds { get; init; } = double.NaN;

    /// <summary>
    /// What those trials took, in seconds from building their networks to writing their results: the part of the plan that this run did itself,
    /// where an earlier one was resumed.
    /// </summary>
    public double MeasuredSeconds { get; init; } = double.NaN;

    /// <summary>Measured over estimated seconds; NaN where there is no estimate, or nothing was left to do.</summary>
    public double EstimateRatio => EstimatedSeconds > 0 ? MeasuredSeconds / EstimatedSeconds : double.NaN;
}
