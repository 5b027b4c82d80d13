namespace Thaw.Reports.Charts;

/// <summary>Horizontal bars of stacked parts, a bar a row, on one scale from 0.</summary>
internal static class BarChart
{
    private const double Width = 440, Left = 98, RowHeight = 30, Top = 6, Bottom = 40;
    private static readonly double[] Tints = [1, 0.55, 0.25];

    /// <summary>Draws the chart as an SVG element.</summary>
    /// <param name="rows">A name, the number of its colour, the parts (each 0 or more) and the whole in words.</param>
    /// <param name="parts">The names of the parts, at most three.</param>
    /// <param name="label">What the chart shows, for readers who do not see it.</param>
    public static string DrawTimes(
        IReadOnlyList<(string Name, int Series, IReadOnlyList<double> Parts, string Text)> rows, IReadOnlyList<string> parts, string label)
    {
        double right = Width - 12 - Math.Min(110, rows.Max(row => SvgChart.WidthOf(row.Text))), foot = Top + RowHeight * rows.Count;
        var svg = new SvgChart(Width, foot + Bottom, label);
        double longest = rows.Max(row => row.Parts.Sum());
        (double unit, string name) = longest switch { < 120 => (1.0, "s"), < 7200 => (60, "min"), _ => (3600, "h") };
        Axis x = Axis.Linear(0, longest / unit, Left, right, 6, Figures.Plain);
        foreach ((double value, string text) in x.Ticks)
        {
            svg.Line(x.At(value), Top, x.At(value), foot, "grid");
            svg.Text(x.At(value), foot + 15, text, "axis", "middle");
        }
        svg.Text((Left + right) / 2, foot + 33, name, "axis", "middle");
        for (int i = 0; i < rows.Count; i++)
        {
            double y = Top + RowHeight * i, from = 0;
            svg.Text(Left - 12, y + RowHeight / 2 + 4, rows[i].Name, "label", "end", 13);
            for (int p = 0; p < rows[i].Parts.Count; p++)
            {
                double to = from + rows[i].Parts[p] / unit, wide = x.At(to) - x.At(from);
                if (wide > 0)
                {
                    string tip = $"{rows[i].Name}, {parts[p]}: {Figures.Seconds(rows[i].Parts[p])}";
                    svg.Rect(x.At(from), y + 6, Math.Max(1, wide - 1), RowHeight - 12, SvgChart.Series(rows[i].Series) + " fill", Tints[p], tip);
                }
                from = to;
            }
            svg.Text(x.At(from) + 8, y + RowHeight / 2 + 4, rows[i].Text, "label number");
        }
        return svg.ToString();
    }
}
