using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Images.Corruptions;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>How the plans do on corrupted test pictures: accuracy against severity, in all and for each corruption, and the numbers.</summary>
internal static class ShiftSection
{
    private const int LongestName = 14;

    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        if (result.Shift is not { } shift)
            return;
        page.BeginSection("shift", "Under shift");
        page.Element("p", shift.Finding, "finding").Element("p", ShiftTables.Explanation(shift), "explain");
        double[] all = [.. shift.Plans.SelectMany(plan => plan.Curves).SelectMany(curve => curve.Accuracies), .. shift.Plans.Select(plan => plan.Clean.Value)];
        (double, double) range = (Math.Max(0, Math.Floor(all.Min() * 10 - 0.5) / 10), 1);
        page.Raw("<div class=\"charts\">");
        Figure(page, shift, "Mean of all corruptions", range, (plan, severity) => plan.Curves.Average(curve => curve.Accuracies[severity]));
        page.Raw("</div><div class=\"charts small\">");
        for (int c = 0; c < Corruption.All.Count; c++)
        {
            int corruption = c;
            Figure(page, shift, Capital(Corruption.All[c].Name), range, (plan, severity) => plan.Curves[corruption].Accuracies[severity]);
        }
        page.Raw("</div>").Table(ShiftTables.Plans(shift), [.. shift.Plans.Select(plan => plan.Plan)]);
        if (shift.Differences.Count > 0)
            page.Table(ShiftTables.Differences(shift), [.. shift.Plans.Select(plan => plan.Plan)]);
        page.EndSection();
    }

    // Severity 0 is the test picture as it is
    private static void Figure(HtmlWriter page, ShiftResult shift, string title, (double, double) range, Func<ShiftPlan, int, double> accuracy)
    {
        var lines = new List<ChartLine>();
        var marks = new List<(int, double, double, string)>();
        var legend = new List<(string, string)>();
        for (int p = 0; p < shift.Plans.Count; p++)
        {
            ShiftPlan plan = shift.Plans[p];
            string css = $"{SvgChart.Series(p)} line d{p % 6}";
            (double X, double Y)[] points = [(0, plan.Clean.Value), .. Enumerable.Range(0, Corruption.Severities).Select(s => (s + 1.0, accuracy(plan, s)))];
            lines.Add(new ChartLine(points, css));
            marks.AddRange(points.Select(point => (p, point.X, point.Y, $"{plan.Plan}, severity {Figures.Plain(point.X)}: {Figures.Percent(point.Y)}")));
            legend.Add((css, plan.Plan.Length <= LongestName ? plan.Plan : plan.Plan[..(LongestName - 1)] + "\u2026"));
        }
        page.Figure(title, new LineChart
        {
            Label = $"{title}: accuracy by severity; at severity {Corruption.Severities} "
                + string.Join(", ", shift.Plans.Select(plan => $"{plan.Plan} {Figures.Percent(accuracy(plan, Corruption.Severities - 1))}")),
            XTitle = "severity (0: as it is)",
            YTitle = "accuracy",
            X = (0, Corruption.Severities),
            Y = range,
            XLabel = Figures.Plain,
            YLabel = Figures.Percent0,
            Lines = lines,
            Marks = marks,
            Legend = title == "Mean of all corruptions" ? legend : [],
            XSteps = Corruption.Severities,
        }.Draw());
    }

    private static string Capital(string text) => text == "jpeg" ? "JPEG" : char.ToUpperInvariant(text[0]) + text[1..];
}
