using Thaw.Comparison;
using Thaw.Evaluation;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>How well each plan did, and how the plans differ.</summary>
internal static class PlansSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        string[] plans = [.. result.Plans.Select(p => p.Plan)];
        page.BeginSection("plans", "How well each plan did").Table(ReportTables.Plans(result), plans);
        page.Raw("<div class=\"charts\">");
        page.Figure("Accuracy on the test pictures", Accuracy(result), "Large marks: mean over seeds with its 95% interval. "
            + "Small rings: the seeds.");
        foreach (Metric metric in result.Differences.Count == 0 ? [] : result.Differences[0].Metrics.Select(d => d.Metric))
        {
            string title = $"Difference from {result.Differences[0].Baseline}: {Metrics.TitleOf(metric)}";
            page.Figure(title, Difference(result, metric), Reading(metric));
        }
        page.Raw("</div>");
        if (result.Differences.Count > 0)
            page.Table(ReportTables.Differences(result), plans).Element("p", ReportTexts.Differences, "explain");
        page.Element("p", ReportTexts.Intervals(result), "explain");
        page.Raw("<h3>What the plans are</h3><dl class=\"pairs\">");
        for (int i = 0; i < result.Plans.Count; i++)
            page.Raw($"<dt>{HtmlWriter.Swatch(i)}{HtmlWriter.Escape(plans[i])}</dt>").Element("dd", result.Plans[i].Description);
        page.Raw("</dl>").EndSection();
    }

    private static string Accuracy(ComparisonResult result)
    {
        int classes = result.Data.Classes.Count;
        int[] labels = [.. result.Test.Labels];
        Metric metric = Metrics.AccuracyOf(classes);
        return new ForestChart
        {
            Label = "Accuracy of each plan with its 95% interval: "
                + string.Join("; ", result.Plans.Select(p => $"{p.Plan} {Numbers(p[metric])}")),
            Title = "accuracy",
            ValueLabel = Figures.Percent0,
            Limits = (0, 1),
            Rows =
            [
                .. result.Plans.Select((plan, i) => new ForestRow(
                    plan.Plan,
                    i,
                    plan[metric].Value,
                    plan[metric].Interval,
                    Numbers(plan[metric]),
                    plan.Trials.Count == 1 ? [] : [.. plan.Trials.Select(trial => TrialMetrics.AccuracyOf(labels, trial, classes))])),
            ],
        }.Draw();
    }

    internal static string Difference(ComparisonResult result, Metric metric)
    {
        string baseline = result.Differences[0].Baseline;
        ForestRow[] rows =
        [
            .. result.Differences.Select(difference =>
            {
                MetricEstimate estimate = difference.Metrics.Single(d => d.Metric == metric);
                string numbers = $"{Figures.Difference(metric, estimate.Value)} "
                    + $"({Figures.Range(metric, estimate.Interval) ?? "not known"})";
                int series = result.Plans.TakeWhile(p => p.Plan != difference.Plan).Count();
                return new ForestRow(difference.Plan, series, estimate.Value, estimate.Interval, numbers, []);
            }),
        ];
        bool higher = Metrics.IsHigherBetter(metric);
        return new ForestChart
        {
            Label = $"Difference of each plan from {baseline} in {Metrics.TitleOf(metric)}, with its 95% interval: "
                + string.Join("; ", rows.Select(r => $"{r.Name} {r.Text}")),
            Title = Metrics.IsShare(metric) ? "percentage points" : Metrics.TitleOf(metric),
            ValueLabel = value => Figures.Plain(Math.Round((Metrics.IsShare(metric) ? 100 : 1) * value, 6)),
            HasZero = true,
            Sides = higher ? ("worse", "better") : ("better", "worse"),
            Rows = rows,
        }.Draw();
    }

    private static string Reading(Metric metric) => Metrics.IsHigherBetter(metric)
        ? "Right of the line the plan did better. An interval across the line: these pictures cannot tell."
        : "Left of the line the plan did better: a lower loss. An interval across the line: these pictures cannot tell.";

    private static string Numbers(MetricEstimate estimate)
    {
        string? range = Figures.Range(estimate.Metric, estimate.Interval);
        return Figures.Value(estimate.Metric, estimate.Value) + (range is null ? "" : $" ({range})");
    }
}
