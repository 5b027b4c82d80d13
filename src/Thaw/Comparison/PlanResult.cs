using System.Diagnostics.CodeAnalysis;
using Thaw.Evaluation;

namespace Thaw.Comparison;

/// <summary>A plan that was trained with every seed, and how it did on the test pictures.</summary>
public sealed record PlanResult : PlanRun
{
    /// <summary>Judges a plan.</summary>
    /// <param name="run">What was trained.</param>
    /// <param name="metrics">See <see cref="Metrics"/>.</param>
    [SetsRequiredMembers]
    public PlanResult(PlanRun run, IReadOnlyList<MetricEstimate> metrics) : base(run) => Metrics = metrics;

    /// <summary>
    /// Test metrics: the mean over seeds, each with a 95% interval over pictures and seeds, in the order of <see
    /// cref="Metric"/>.
    /// </summary>
    public IReadOnlyList<MetricEstimate> Metrics { get; }

    /// <summary>How far the kept model's probabilities can be trusted; null where its training diverged.</summary>
    public PlanCalibration? Calibration { get; init; }

    /// <summary>The estimate of one metric.</summary>
    /// <param name="metric">A metric that fits the number of classes.</param>
    /// <exception cref="KeyNotFoundException">The metric is not among <see cref="Metrics"/>.</exception>
    public MetricEstimate this[Metric metric] => Metrics.FirstOrDefault(estimate => estimate.Metric == metric)
        ?? throw new KeyNotFoundException($"Plan {Plan} has no metric {metric}; it has "
            + $"{string.Join(", ", Metrics.Select(m => m.Metric))}.");
}
