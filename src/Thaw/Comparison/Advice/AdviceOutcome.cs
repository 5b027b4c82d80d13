using Thaw.Evaluation;

namespace Thaw.Comparison.Advice;

/// <summary>What came of an advice: each plan's expected gain beside the measured one.</summary>
/// <param name="Gains">The plans in the order in which they were asked for.</param>
/// <param name="Best">The plan with the highest accuracy on the test pictures; of equal ones the first.</param>
/// <param name="Behind">The best plan's accuracy minus that of the advised plan, at least 0; NaN where none was advised or accuracies are not known.</param>
public sealed record AdviceOutcome(IReadOnlyList<GainOutcome> Gains, string Best, double Behind)
{
    /// <summary>Whether the advised plan ended within a point of the best.</summary>
    public bool WasGood => Behind <= PlanRule.GoodEnough + 1e-12;

    /// <summary>The outcome of a comparison's advice; null where it has none.</summary>
    /// <param name="result">The comparison.</param>
    public static AdviceOutcome? Of(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Advice is not { } advice)
            return null;
        Metric accuracy = Metrics.AccuracyOf(result.Data.Classes.Count);
        PlanResult best = result.Plans.Where(plan => double.IsFinite(plan[accuracy].Value)).MaxBy(plan => plan[accuracy].Value) ?? result.Plans[0];
        PlanResult? advised = result.Plans.FirstOrDefault(plan => plan.Plan == advice.Plan);
        return new AdviceOutcome([.. advice.Gains.Select(gain => new GainOutcome(gain, Measured(result, gain.Plan, accuracy)))], best.Plan,
            advised is null ? double.NaN : best[accuracy].Value - advised[accuracy].Value);
    }

    private static MetricEstimate? Measured(ComparisonResult result, string plan, Metric accuracy) =>
        result.Differences.FirstOrDefault(difference => difference.Plan == plan && difference.Baseline == Judge.Frozen)?.Metrics.First(metric => metric.Metric == accuracy);
}

/// <summary>A plan's expected gain and what it was.</summary>
/// <param name="Expected">What was expected.</param>
/// <param name="Measured">Its test accuracy minus that of frozen, as a share; null for frozen itself, and where frozen was not trained.</param>
public sealed record GainOutcome(ExpectedGain Expected, MetricEstimate? Measured);
