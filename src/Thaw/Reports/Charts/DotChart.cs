namespace Thaw.Reports.Charts;

/// <summary>Several values a row, a mark each: the accuracy of every class under every plan.</summary>
internal static class DotChart
{
    private const double Width = 440, Left = 110, Right = 20, RowHeight = 24, Bottom = 40, Top = 6;

    /// <summary>Draws the chart as an SVG element.</summary>
    /// <param name="rows">A name and a share, 0 to 1, for each series; NaN draws no mark.</param>
    /// <param name="series">The names of the series.</param>
    /// <param name="label">What the chart shows, for readers who do not see it.</param>
    /// <param name="title">What the axis measures.</param>
    public static string Draw(
        IReadOnlyList<(string Name, IReadOnlyList<double> Values)> rows, IReadOnlyList<string> series, string label, string title)
    {
        double foot = Top + RowHeight * rows.Count;
        var svg = new SvgChart(Width, foot + Bottom, label);
        double[] known = [.. rows.SelectMany(r => r.Values).Where(double.IsFinite)];
        double low = known.Length == 0 ? 0 : Math.Floor(Math.Max(0, known.Min() - 0.02) * 10) / 10;
        Axis x = Axis.Linear(Math.Min(low, 0.9), 1, Left, Width - Right, 5, Figures.Percent0);
        foreach ((double value, string text) in x.Ticks)
        {
            svg.Line(x.At(value), Top, x.At(value), foot, "grid");
            svg.Text(x.At(value), foot + 15, text, "axis", "middle");
        }
        svg.Text((Left + Width - Right) / 2, foot + 33, title, "axis", "middle");
        for (int r = 0; r < rows.Count; r++)
        {
            double y = Top + RowHeight * (r + 0.5);
            svg.Line(Left, y, Width - Right, y, "grid");
            svg.Text(Left - 12, y + 4, rows[r].Name, "label", "end", 15);
            for (int s = 0; s < rows[r].Values.Count; s++)
            {
                double value = rows[r].Values[s];
                // Equal values stand side by side, a little apart
                double spread = RowHeight * 0.62 * ((s + 0.5) / rows[r].Values.Count - 0.5);
                if (double.IsFinite(value))
                    svg.Marker(s, x.At(value), y + spread, 4, $"{rows[r].Name}, {series[s]}: {Figures.Percent(value)}");
            }
        }
        return svg.ToString();
    }
}
