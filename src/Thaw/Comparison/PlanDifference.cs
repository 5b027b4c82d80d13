using Thaw.Evaluation;

namespace Thaw.Comparison;

/// <summary>How a plan differs from the baseline on the same test pictures and seeds.</summary>
public sealed record PlanDifference
{
    /// <summary>The plan.</summary>
    public required string Plan { get; init; }

    /// <summary>The plan that it is compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>
    /// Plan minus baseline for accuracy, area under the ROC curve (two classes) or macro accuracy (more), and log loss; the
    /// mean over seeds, with a 95% interval over new pictures and new seeds and its p-value. Not adjusted for other plans.
    /// </summary>
    public required IReadOnlyList<MetricEstimate> Metrics { get; init; }

    /// <summary>
    /// The p-value of the accuracy's difference, adjusted by Holm for all plans that are compared with the baseline, 0 to 1; NaN where it is not
    /// known.
    /// </summary>
    public double AdjustedPValue { get; init; } = double.NaN;

    /// <summary>
    /// Whether a difference in accuracy was shown: <see cref="AdjustedPValue"/> is at most 0.05. Where no plan truly differs, not one is shown to in
    /// at least 95% of comparisons.
    /// </summary>
    public bool IsShown => AdjustedPValue <= 0.05;

    /// <summary>McNemar's exact test of the two chosen models' decisions.</summary>
    public required McNemar McNemar { get; init; }
}
