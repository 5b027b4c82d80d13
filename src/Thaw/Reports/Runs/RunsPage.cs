using System.Text;
using Thaw.Evaluation;
using Thaw.Reports.Charts;
using Thaw.Reports.Html;

namespace Thaw.Reports.Runs;

/// <summary>Several runs as <c>report.html</c>: one page that needs nothing else.</summary>
internal static class RunsPage
{
    public static void Write(RunsComparison comparison, Stream stream)
    {
        var page = new HtmlWriter();
        page.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Raw("<title>Runs side by side</title>").Raw($"<style>{HtmlStyle.Css}</style></head><body><main>").Raw("<h1>Runs side by side</h1>");
        Hero(page, comparison);
        IReadOnlyList<string> plans = RunsTables.PlansOf(comparison);
        if (RunsTables.Pooled(comparison) is { } pooled)
        {
            page.BeginSection("pooled", "All runs together").Table(pooled, plans).Raw("<div class=\"charts\">");
            page.Figure("Pooled difference in accuracy", PooledChart(comparison, plans), "Large marks: the mean over splits with its 95% interval. Small rings: the splits. "
                + "An interval across the line: the splits, seeds and pictures cannot tell.");
            page.Raw("</div>").Element("p", RunsTexts.Pooling, "explain").EndSection();
        }
        page.BeginSection("differences", "Run by run").Table(RunsTables.Differences(comparison)).Raw("<div class=\"charts\">");
        foreach (string plan in plans)
        {
            if (RunChart(comparison, plan, plans) is { } chart)
                page.Figure($"{plan}: difference in accuracy", chart, "A row a run, with the run's own 95% interval.");
        }
        page.Raw("</div>").Element("p", RunsTexts.Single, "explain").Table(RunsTables.Accuracy(comparison)).Table(RunsTables.Times(comparison)).EndSection();
        page.BeginSection("runs", "What was run").Table(RunsTables.Runs(comparison));
        if (RunsTables.Settings(comparison) is { } settings)
            page.Raw("<h3>What differs</h3>").Table(settings);
        if (RunsTables.Claims(comparison) is { } claims)
            page.Raw("<h3>What the runs say of the claims</h3>").Table(claims);
        page.EndSection().BeginSection("again", "Run it again").Element("pre", comparison.CommandLine).EndSection();
        page.Raw($"<footer>Written by Thaw {HtmlWriter.Escape(comparison.ThawVersion)}. The numbers are in report.json beside this page.</footer>").Raw("</main></body></html>");
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void Hero(HtmlWriter page, RunsComparison comparison)
    {
        page.Raw("<div class=\"hero\">").Element("p", comparison.Sentence, "verdict").Raw("<dl class=\"facts\">");
        Fact(page, "runs", Figures.Whole(comparison.Runs.Count));
        Fact(page, "plans", Figures.Whole(RunsTables.PlansOf(comparison).Count));
        Fact(page, "backbones", Figures.Whole(comparison.Runs.Select(run => run.BackboneSha256).Distinct().Count()));
        Fact(page, "in all", Figures.Seconds(comparison.Runs.Sum(run => run.Seconds)));
        page.Raw("</dl>");
        if (comparison.Notes.Count > 0)
        {
            page.Raw("<ul class=\"notes\">");
            foreach (string note in comparison.Notes)
                page.Element("li", note);
            page.Raw("</ul>");
        }
        page.Raw("</div>");
    }

    private static void Fact(HtmlWriter page, string name, string value) => page.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");

    private static string PooledChart(RunsComparison comparison, IReadOnlyList<string> plans) => Chart("Pooled difference in accuracy of each plan",
    [
        .. comparison.Pooled.Select(plan => new ForestRow(plan.Plan, IndexOf(plans, plan.Plan), plan.Difference.Value, plan.Difference.Interval,
            Text(plan.Difference.Value, plan.Difference.Interval), plan.Splits.Count > 1 ? [.. plan.Splits.Select(split => split.Value)] : [])),
    ]);

    private static string? RunChart(RunsComparison comparison, string plan, IReadOnlyList<string> plans)
    {
        List<ForestRow> rows = [];
        foreach (RunSummary run in comparison.Runs)
        {
            if (run.Differences.FirstOrDefault(d => d.Plan == plan) is { } found)
                rows.Add(new ForestRow(run.Name, IndexOf(plans, plan), found.Accuracy.Value, found.Accuracy.Interval, Text(found.Accuracy.Value, found.Accuracy.Interval), []));
        }
        if (rows.Count == 0)
            return null;
        foreach (PooledPlan pooled in comparison.Pooled.Where(pooled => pooled.Plan == plan))
        {
            rows.Add(new ForestRow("pooled", IndexOf(plans, plan), pooled.Difference.Value, pooled.Difference.Interval,
                Text(pooled.Difference.Value, pooled.Difference.Interval), pooled.Splits.Count > 1 ? [.. pooled.Splits.Select(split => split.Value)] : []));
        }
        return Chart($"Difference of {plan} in accuracy, run by run", rows);
    }

    private static string Chart(string label, IReadOnlyList<ForestRow> rows) => new ForestChart
    {
        Label = $"{label}, with 95% intervals: {string.Join("; ", rows.Select(row => $"{row.Name} {row.Text}"))}",
        Title = "percentage points",
        ValueLabel = value => Figures.Plain(Math.Round(100 * value, 6)),
        HasZero = true,
        Sides = ("worse", "better"),
        Rows = rows,
    }.Draw();

    private static string Text(double value, Interval interval) =>
        $"{Figures.Difference(Metric.Accuracy, value)} ({Figures.Range(Metric.Accuracy, interval) ?? "not known"})";

    private static int IndexOf(IReadOnlyList<string> plans, string plan) => plans.TakeWhile(name => name != plan).Count();
}
