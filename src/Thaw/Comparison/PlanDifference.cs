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
    /// mean over seeds, with a 95% interval from resampling the same pictures and seeds for both.
    /// </summary>
    public required IReadOnlyList<MetricEstimate> Metrics { get; init; }

    /// <summary>McNemar's exact test of the two chosen models' decisions.</summary>
    public required McNemar McNemar { get; init; }
}
