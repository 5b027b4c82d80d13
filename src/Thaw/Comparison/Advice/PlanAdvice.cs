using Thaw.Evaluation;

namespace Thaw.Comparison.Advice;

/// <summary>Which plan to run, said before any training, and why. The same for the same pictures, backbone and plans, on any machine.</summary>
public sealed record PlanAdvice
{
    /// <summary>What was measured of the pictures.</summary>
    public required SetMeasurements Measurements { get; init; }

    /// <summary>What each plan is expected to gain, in the order in which the plans were asked for.</summary>
    public required IReadOnlyList<ExpectedGain> Gains { get; init; }

    /// <summary>The advised plan; null where the rule knows none of the plans.</summary>
    public required string? Plan { get; init; }

    /// <summary>How sure it is: the probability that the advised plan ends within a point of the best of these plans, 0 to 1; NaN where none is advised.</summary>
    public required double Confidence { get; init; }

    /// <summary>Why, in plain sentences with their numbers.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}

/// <summary>What a plan is expected to gain.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Value">Its test accuracy minus that of frozen, as a share (0.01 is a point); NaN where the rule does not know the plan.</param>
/// <param name="Interval">95% of sets like this one are expected in it.</param>
public sealed record ExpectedGain(string Plan, double Value, Interval Interval);
