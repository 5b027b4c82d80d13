using System.Globalization;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;

namespace Thaw.Comparison.Claims;

/// <summary>Puts into words who is ahead on the test pictures and who under shift.</summary>
internal static class ShiftFinding
{
    /// <summary>
    /// The plans with the highest accuracies; then <c>two-phase</c> against <c>full</c>, or where one of them is missing the most accurate plan against
    /// the baseline.
    /// </summary>
    public static string Of(ShiftResult shift)
    {
        string found = Leaders(shift);
        ShiftDifference? pair = shift.Differences.FirstOrDefault(d => d is { Plan: "two-phase", Baseline: Judge.Full })
            ?? shift.Differences.MaxBy(d => d.Clean.Value);
        return pair is null ? found : $"{found} {Against(pair)}";
    }

    private static string Leaders(ShiftResult shift)
    {
        if (shift.Plans.Count == 1)
            return $"{Quoted(shift.Plans[0].Plan)} told {Percent(shift.Plans[0].Clean)} of the test pictures right, and {Percent(shift.Plans[0].Shifted)} under shift.";
        string clean = Highest(shift, plan => plan.Clean), shifted = Highest(shift, plan => plan.Shifted);
        string first = $"On the test pictures {clean} told the most right, {Percent(shift.Plans.MaxBy(plan => plan.Clean.Value)!.Clean)}";
        string best = Percent(shift.Plans.MaxBy(plan => plan.Shifted.Value)!.Shifted);
        return clean == shifted ? $"{first}, and under shift too, {best}." : $"{first}, but under shift {shifted}, {best}.";
    }

    private static string Against(ShiftDifference pair)
    {
        string clean = Standing(pair.Clean.Interval), shifted = Standing(pair.Shifted.Interval);
        string standing = clean == shifted ? $"{clean} in both" : $"{clean} on the test pictures and {shifted} under shift";
        return $"{Quoted(pair.Plan)} minus {Quoted(pair.Baseline)} is {Points(pair.Clean.Value)} points of accuracy on the test pictures ({Range(pair.Clean)}) and "
            + $"{Points(pair.Shifted.Value)} under shift ({Range(pair.Shifted)}): {standing}.";
    }

    private static string Standing(Interval interval) => interval.Low > 0 ? "ahead" : interval.High < 0 ? "behind" : "not told apart";

    private static string Highest(ShiftResult shift, Func<ShiftPlan, MetricEstimate> measure)
    {
        double most = shift.Plans.Max(plan => measure(plan).Value);
        return string.Join(" and ", shift.Plans.Where(plan => measure(plan).Value == most).Select(plan => Quoted(plan.Plan)));
    }

    private static string Quoted(string plan) => $"\"{plan}\"";

    private static string Range(MetricEstimate difference) => $"95% interval {Points(difference.Interval.Low)} to {Points(difference.Interval.High)}";

    private static string Percent(MetricEstimate share) => (100 * share.Value).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    private static string Points(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
