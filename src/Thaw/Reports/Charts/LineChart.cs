namespace Thaw.Reports.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Points">Points in the order of x.</param>
/// <param name="Css">Class names of the line.</param>
internal sealed record ChartLine(IReadOnlyList<(double X, double Y)> Points, string Css);

/// <summary>A stretch of the x axis with a name.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Name">Its name.</param>
internal sealed record ChartBand(double From, double To, string Name);

/// <summary>Lines over an even x axis: learning curves, ROC curves.</summary>
internal sealed class LineChart
{
    private const double Left = 46, Right = 20, Bottom = 38;

    /// <summary>What the chart shows, for readers who do not see it.</summary>
    public required string Label { get; init; }

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    public required (double Low, double High) X { get; init; }

    public required (double Low, double High) Y { get; init; }

    public required Func<double, string> XLabel { get; init; }

    public required Func<double, string> YLabel { get; init; }

    public IReadOnlyList<ChartBand> Bands { get; init; } = [];

    public required IReadOnlyList<ChartLine> Lines { get; init; }

    /// <summary>Marked points: which series' mark, where, and the tip.</summary>
    public IReadOnlyList<(int Series, double X, double Y, string Tip)> Marks { get; init; } = [];

    /// <summary>A legend in the lower right corner: series and text.</summary>
    public IReadOnlyList<(string Css, string Text)> Legend { get; init; } = [];

    public double Height { get; init; } = 230;

    public int XSteps { get; init; } = 6;

    /// <summary>Draws the chart as an SVG element. Values beyond the y axis lie on its edge.</summary>
    public string Draw()
    {
        double top = Bands.Count > 0 ? 24 : 10, width = 440;
        var svg = new SvgChart(width, Height, Label);
        Axis x = Axis.Linear(X.Low, X.High, Left, width - Right, XSteps, XLabel);
        Axis y = Axis.Linear(Y.Low, Y.High, Height - Bottom, top, 5, YLabel);
        for (int b = 0; b < Bands.Count; b++)
        {
            double from = x.Within(Bands[b].From), to = x.Within(Bands[b].To);
            svg.Rect(from, top, to - from, Height - Bottom - top, b % 2 == 0 ? "band even" : "band odd");
            svg.Text((from + to) / 2, top - 8, Bands[b].Name, "axis", "middle", Math.Max(3, (int)((to - from) / 6)));
        }
        foreach ((double value, string label) in y.Ticks)
        {
            svg.Line(Left, y.At(value), width - Right, y.At(value), "grid");
            svg.Text(Left - 6, y.At(value) + 4, label, "axis", "end");
        }
        foreach ((double value, string label) in x.Ticks)
        {
            svg.Line(x.At(value), Height - Bottom, x.At(value), Height - Bottom + 4, "tick");
            svg.Text(x.At(value), Height - Bottom + 16, label, "axis", "middle");
        }
        svg.Line(Left, Height - Bottom, width - Right, Height - Bottom, "frame");
        svg.Text((Left + width - Right) / 2, Height - 5, XTitle, "axis", "middle");
        svg.UprightText(11, (top + Height - Bottom) / 2, YTitle);
        foreach (ChartLine line in Lines)
            svg.Path(line.Points.Select(p => (x.At(p.X), double.IsFinite(p.Y) ? y.Within(p.Y) : double.NaN)), line.Css);
        foreach ((int series, double markX, double markY, string tip) in Marks.Where(m => double.IsFinite(m.Y)))
            svg.Marker(series, x.At(markX), y.Within(markY), 3.2, tip);
        DrawLegend(svg);
        return svg.ToString();
    }

    private void DrawLegend(SvgChart svg)
    {
        if (Legend.Count == 0)
            return;
        double wide = Legend.Max(entry => SvgChart.WidthOf(entry.Text)) + 36;
        double left = svg.Width - Right - wide - 4, top = svg.Height - Bottom - 8 - 17 * Legend.Count;
        svg.Rect(left - 6, top - 4, wide + 6, 17 * Legend.Count + 6, "legend");
        for (int i = 0; i < Legend.Count; i++)
        {
            double middle = top + 17 * i + 9;
            svg.Line(left, middle, left + 24, middle, Legend[i].Css);
            svg.Text(left + 30, middle + 4, Legend[i].Text);
        }
    }
}
