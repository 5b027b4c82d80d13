namespace Thaw.Reports.Charts;

/// <summary>Two stacked bars a row, both as shares of the longest of their kind: what was measured above what was counted.</summary>
internal static class PairChart
{
    private const double Width = 440, Left = 98, RowHeight = 44, Top = 6, Bottom = 40;
    private static readonly double[] Tints = [0.5, 1];

    /// <summary>Draws the chart as an SVG element.</summary>
    /// <param name="rows">A name, the number of its colour, and for each of two bars its two parts (each 0 or more) and its text.</param>
    /// <param name="parts">The names of the two parts.</param>
    /// <param name="scale">What the scale measures.</param>
    /// <param name="label">What the chart shows, for readers who do not see it.</param>
    public static string Draw(
        IReadOnlyList<(string Name, int Series, (double First, double Second, string Text)[] Bars)> rows,
        (string First, string Second) parts,
        string scale,
        string label)
    {
        double right = Width - 12 - Math.Min(150, rows.Max(row => row.Bars.Max(bar => SvgChart.WidthOf(bar.Text)))), foot = Top + RowHeight * rows.Count;
        var svg = new SvgChart(Width, foot + Bottom, label);
        Axis x = Axis.Linear(0, 1, Left, right, 4, Figures.Percent0);
        foreach ((double value, string text) in x.Ticks)
        {
            svg.Line(x.At(value), Top, x.At(value), foot, "grid");
            svg.Text(x.At(value), foot + 15, text, "axis", "middle");
        }
        svg.Text((Left + right) / 2, foot + 33, scale, "axis", "middle");
        double[] longest = [Longest(0), Longest(1)];
        for (int i = 0; i < rows.Count; i++)
        {
            svg.Text(Left - 12, Top + RowHeight * (i + 0.5) + 4, rows[i].Name, "label", "end", 13);
            for (int b = 0; b < 2; b++)
            {
                (double first, double second, string text) = rows[i].Bars[b];
                double y = Top + RowHeight * i + 5 + 18 * b, from = 0;
                foreach ((double part, double tint, string name) in new[] { (first, Tints[0], parts.First), (second, Tints[1], parts.Second) })
                {
                    double to = from + (longest[b] > 0 ? part / longest[b] : 0), wide = x.At(to) - x.At(from);
                    if (wide > 0)
                        svg.Rect(x.At(from), y, Math.Max(1, wide - 1), 14, SvgChart.Series(rows[i].Series) + " fill", tint, $"{rows[i].Name}, {name}: {text}");
                    from = to;
                }
                svg.Text(x.At(from) + 8, y + 11, text, "label number");
            }
        }
        return svg.ToString();

        double Longest(int bar) => rows.Max(row => row.Bars[bar].First + row.Bars[bar].Second);
    }
}
