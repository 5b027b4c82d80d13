using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>A number of each block, a line a plan: the mean over seeds, with the seeds as thin lines.</summary>
internal static class BlockChart
{
    /// <summary>Draws the chart; null where no plan has the numbers.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="what">What the number is.</param>
    /// <param name="profile">Where a trial has it; null where it has none.</param>
    /// <param name="value">The number.</param>
    /// <param name="range">The ends of the axis, from the lowest and the highest number.</param>
    /// <param name="write">Writes a number.</param>
    public static string? Draw(ComparisonResult result, string what, Func<TrialResult, DriftProfile?> profile, Func<BlockDrift, double> value, Func<double, double, (double Low, double High)> range,
        Func<double, string> write)
    {
        var lines = new List<ChartLine>();
        var marks = new List<(int, double, double, string)>();
        var texts = new List<string>();
        for (int p = 0; p < result.Plans.Count; p++)
        {
            DriftProfile[] profiles = [.. result.Plans[p].Trials.Select(profile).OfType<DriftProfile>()];
            if (profiles.Length == 0)
                continue;
            string colour = SvgChart.Series(p);
            double[] means = [.. profiles[0].Blocks.Select((_, b) => profiles.Average(one => value(one.Blocks[b])))];
            if (profiles.Length > 1)
                lines.AddRange(profiles.Select(one => new ChartLine([.. one.Blocks.Select((block, b) => (b + 1.0, value(block)))], $"{colour} line thin")));
            lines.Add(new ChartLine([.. means.Select((mean, b) => (b + 1.0, mean))], $"{colour} line"));
            marks.AddRange(means.Select((mean, b) => (p, b + 1.0, mean, $"{result.Plans[p].Plan}, {profiles[0].Blocks[b].Block}: {Text(mean)}")));
            texts.Add($"{result.Plans[p].Plan} {string.Join(", ", means.Select(Text))}");
        }
        double[] values = [.. lines.SelectMany(line => line.Points).Select(point => point.Y).Where(double.IsFinite)];
        if (values.Length == 0)
            return null;
        return new LineChart
        {
            Label = $"{what} of blocks 1 to 5: {string.Join("; ", texts)}",
            XTitle = "block",
            YTitle = what,
            X = (1, 5),
            Y = range(values.Min(), values.Max()),
            XLabel = x => x == Math.Round(x) ? Figures.Plain(x) : "",
            YLabel = write,
            Lines = lines,
            Marks = marks,
            XSteps = 4,
        }.Draw();

        string Text(double number) => double.IsFinite(number) ? write(number) : "-";
    }

    /// <summary>The axis of a similarity: up to 1, and down at least to 0.9.</summary>
    public static (double Low, double High) Similarities(double low, double high) => (Math.Min(0.9, Math.Floor(20 * low) / 20), 1);

    /// <summary>The plans' marks and names, for those plans that a chart shows.</summary>
    /// <param name="page">Gets the list.</param>
    /// <param name="result">The comparison.</param>
    /// <param name="shows">Whether a plan is shown.</param>
    public static void WriteLegend(HtmlWriter page, ComparisonResult result, Func<PlanResult, bool> shows)
    {
        page.Raw("<ul class=\"legend-row\">");
        for (int p = 0; p < result.Plans.Count; p++)
        {
            if (shows(result.Plans[p]))
                page.Raw($"<li>{HtmlWriter.Swatch(p)}{HtmlWriter.Escape(result.Plans[p].Plan)}</li>");
        }
        page.Raw("</ul>");
    }
}
