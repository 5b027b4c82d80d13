using Thaw.Comparison;
using Thaw.Evaluation;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>What each plan cost, and what that bought.</summary>
internal static class CostSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        page.BeginSection("cost", "What it cost");
        ScatterPoint[] points = Points(result);
        if (points.Length > 0)
        {
            page.Raw("<div class=\"charts\">");
            page.Figure(
                "Accuracy against time",
                ScatterChart.Draw(points, Label(points), "time to train one model", "accuracy"),
                "Each plan's mean accuracy with its 95% interval, over the mean time of a trial; the time axis is "
                    + "logarithmic. Up and to the left is better.");
            if (Times(result) is string times)
                page.Figure("Where the time went", times, "From left to right: forward passes, backward passes and updates, "
                    + "the rest (features, validation, test). All trials together.");
            page.Raw("</div>");
        }
        page.Table(ReportTables.Costs(result), [.. result.Plans.Select(p => p.Plan)]);
        page.Element("p", "Forward and backward are the seconds spent there over all trials. FLOP are floating-point "
            + "operations for one picture in a training step, a multiplication and an addition counting two, as the mean "
            + "over the plan's epochs; what was cached is not counted again. Times and memory are this machine's.", "explain");
        if (ReportTables.Estimates(result) is { } estimates)
            page.Table(estimates, [.. result.Plans.Select(p => p.Plan)]).Element("p", ReportTexts.Estimates, "explain");
        page.EndSection();
    }

    private static string? Times(ComparisonResult result)
    {
        (string Name, int Series, IReadOnlyList<double> Parts, string Text)[] rows =
        [
            .. result.Plans.Select((plan, i) => (plan, i)).Where(p => p.plan.Timing.SecondsTotal is > 0 and < 1e300).Select(p =>
            {
                PlanTiming timing = p.plan.Timing;
                double forward = Known(timing.SecondsForward), backward = Known(timing.SecondsBackward);
                double[] parts = [forward, backward, Math.Max(0, timing.SecondsTotal - forward - backward)];
                return (p.plan.Plan, p.i, (IReadOnlyList<double>)parts, Figures.Seconds(timing.SecondsTotal));
            }),
        ];
        return rows.Length == 0
            ? null
            : BarChart.DrawTimes(
                rows,
                ["forward", "backward", "the rest"],
                "Time of all trials: " + string.Join("; ", rows.Select(r => $"{r.Name} {r.Text}")));

        static double Known(double seconds) => double.IsFinite(seconds) ? Math.Max(0, seconds) : 0;
    }

    private static ScatterPoint[] Points(ComparisonResult result)
    {
        Metric accuracy = Metrics.AccuracyOf(result.Data.Classes.Count);
        return
        [
            .. result.Plans.Select((plan, i) =>
                new ScatterPoint(plan.Plan, i, plan.Trials.Average(t => t.Seconds), plan[accuracy].Value, plan[accuracy].Interval))
                .Where(p => double.IsFinite(p.Seconds) && p.Seconds > 0 && double.IsFinite(p.Value)),
        ];
    }

    private static string Label(ScatterPoint[] points) => "Accuracy against training time: "
        + string.Join("; ", points.Select(p => $"{p.Name} {Figures.Percent(p.Value)} after {Figures.Seconds(p.Seconds)}"));
}
