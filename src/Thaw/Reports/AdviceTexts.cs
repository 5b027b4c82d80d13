using System.Globalization;
using Thaw.Comparison;
using Thaw.Comparison.Advice;
using Thaw.Evaluation;

namespace Thaw.Reports;

/// <summary>An advice in words and tables, the same in every report and on the terminal.</summary>
public static class AdviceTexts
{
    /// <summary>What is advised and how sure it is, in a sentence.</summary>
    /// <param name="advice">The advice.</param>
    public static string Sentence(PlanAdvice advice)
    {
        ArgumentNullException.ThrowIfNull(advice);
        return advice.Plan is null ? "No plan is advised: the rule knows none of these."
            : $"Advised before training: {advice.Plan}. The chance that it ends within a point of the best of these plans was put at {Whole(100 * advice.Confidence)}%.";
    }

    /// <summary>What came of it, in a sentence.</summary>
    internal static string Outcome(PlanAdvice advice, AdviceOutcome outcome)
    {
        if (advice.Plan is null || double.IsNaN(outcome.Behind))
            return $"The best on the test pictures was {outcome.Best}.";
        if (outcome.Best == advice.Plan || outcome.Behind <= 0)
            return $"It came true: no plan was better than {advice.Plan} on the test pictures.";
        return $"{(outcome.WasGood ? "It came true" : "It did not come true")}: {advice.Plan} ended {Points(outcome.Behind)} points below {outcome.Best}, the best on the test pictures.";
    }

    /// <summary>A row a plan: gains and seconds, expected and measured.</summary>
    internal static ReportTable Table(ComparisonResult result, AdviceOutcome outcome) => new(
        $"Accuracy gained over {Frozen}, in points (95% interval), and time of all trials",
        ["plan", "expected gain", "measured gain", "estimated time", "measured time"],
        [.. outcome.Gains.Select(gain => (IReadOnlyList<ReportCell>)
        [
            gain.Expected.Plan,
            Cell(gain.Expected.Value, gain.Expected.Interval),
            gain.Measured is { } measured ? Cell(measured.Value, measured.Interval) : "-",
            Seconds(result.Plans.FirstOrDefault(plan => plan.Plan == gain.Expected.Plan)?.Timing.EstimatedSeconds),
            Seconds(result.Plans.FirstOrDefault(plan => plan.Plan == gain.Expected.Plan)?.Timing.MeasuredSeconds),
        ])]);

    private const string Frozen = "frozen";

    private static ReportCell Cell(double value, Interval interval) => !double.IsFinite(value) ? "not known"
        : interval.Low == interval.High ? Points(value) : new ReportCell(Points(value), $"{Points(interval.Low)} to {Points(interval.High)}");

    private static string Seconds(double? seconds) => seconds is { } known && double.IsFinite(known) ? Figures.Seconds(known) : "-";

    private static string Points(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal);

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
