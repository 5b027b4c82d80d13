using Thaw.Evaluation;

namespace Thaw.Reports.Charts;

/// <summary>A point of a scatter chart.</summary>
/// <param name="Name">Its name, written beside it.</param>
/// <param name="Series">The number of its colour and mark.</param>
/// <param name="Seconds">Where it is on the time axis, above 0.</param>
/// <param name="Value">Where it is on the other.</param>
/// <param name="Interval">The interval of its value.</param>
internal sealed record ScatterPoint(string Name, int Series, double Seconds, double Value, Interval Interval);

/// <summary>What was spent against what was gained: time on a logarithmic axis, accuracy with intervals above it.</summary>
internal static class ScatterChart
{
    private const double Width = 440, Height = 290, Left = 50, Right = 70, Top = 12, Bottom = 40;

    /// <summary>Draws the chart as an SVG element.</summary>
    /// <param name="points">At least one.</param>
    /// <param name="label">What the chart shows, for readers who do not see it.</param>
    /// <param name="xTitle">What the time is of.</param>
    /// <param name="yTitle">What the value is.</param>
    public static string Draw(IReadOnlyList<ScatterPoint> points, string label, string xTitle, string yTitle)
    {
        var svg = new SvgChart(Width, Height, label);
        double low = points.Min(p => p.Interval.IsKnown ? p.Interval.Low : p.Value);
        double high = points.Max(p => p.Interval.IsKnown ? p.Interval.High : p.Value);
        double room = Math.Max(0.01, 0.08 * (high - low));
        Axis x = Axis.Time(points.Min(p => p.Seconds), points.Max(p => p.Seconds), Left, Width - Right);
        Axis y = Axis.Linear(Math.Max(0, low - room), Math.Min(1, high + room), Height - Bottom, Top, 5, Figures.Percent0);
        foreach ((double value, string text) in y.Ticks)
        {
            svg.Line(Left, y.At(value), Width - 14, y.At(value), "grid");
            svg.Text(Left - 6, y.At(value) + 4, text, "axis", "end");
        }
        foreach ((double value, string text) in x.Ticks)
        {
            svg.Line(x.At(value), Height - Bottom, x.At(value), Height - Bottom + 4, "tick");
            svg.Text(x.At(value), Height - Bottom + 16, text, "axis", "middle");
        }
        svg.Line(Left, Height - Bottom, Width - 14, Height - Bottom, "frame");
        svg.Text((Left + Width - Right) / 2, Height - 5, xTitle, "axis", "middle");
        svg.UprightText(11, (Top + Height - Bottom) / 2, yTitle);
        foreach (ScatterPoint point in points)
            DrawPoint(svg, point, x, y);
        foreach ((ScatterPoint point, double labelX, double labelY, string anchor) in PlaceNames(points, x, y))
            svg.Text(labelX, labelY, point.Name, $"label {SvgChart.Series(point.Series)} name", anchor, 16);
        return svg.ToString();
    }

    private static void DrawPoint(SvgChart svg, ScatterPoint point, Axis x, Axis y)
    {
        string colour = SvgChart.Series(point.Series);
        double at = x.At(point.Seconds);
        if (point.Interval.IsKnown)
        {
            double from = y.Within(point.Interval.Low), to = y.Within(point.Interval.High);
            svg.Line(at, from, at, to, $"{colour} whisker");
            svg.Line(at - 5, from, at + 5, from, $"{colour} whisker");
            svg.Line(at - 5, to, at + 5, to, $"{colour} whisker");
        }
        svg.Marker(point.Series, at, y.Within(point.Value), 6, $"{point.Name}: {Figures.Percent(point.Value)} after "
            + $"{Figures.Seconds(point.Seconds)}");
    }

    /// <summary>
    /// Puts each name beside its mark, to the right where there is room, and below or above a name that is there already.
    /// </summary>
    private static List<(ScatterPoint Point, double X, double Y, string Anchor)> PlaceNames(
        IReadOnlyList<ScatterPoint> points, Axis x, Axis y)
    {
        var boxes = new List<(double Left, double Top, double Right, double Bottom)>();
        foreach (ScatterPoint point in points)
        {
            double px = x.At(point.Seconds), py = y.Within(point.Value);
            boxes.Add((px - 8, py - 8, px + 8, py + 8));
            if (point.Interval.IsKnown)
                boxes.Add((px - 2, y.Within(point.Interval.High), px + 2, y.Within(point.Interval.Low)));
        }
        var placed = new List<(ScatterPoint, double, double, string)>();
        foreach (ScatterPoint point in points.OrderBy(p => p.Seconds))
        {
            double px = x.At(point.Seconds), py = y.Within(point.Value);
            double wide = 1.15 * SvgChart.WidthOf(point.Name[..Math.Min(16, point.Name.Length)]);
            (double X, double Y, string Anchor, double Left)[] places =
            [
                .. ((double[])[0, 14, -14, 28, -28, 42, -42, 60, -60]).SelectMany(shift => ((double X, double Y, string Anchor, double Left)[])
                [
                    (px + 11, py + 4 + shift, "start", px + 11),
                    (px - 11, py + 4 + shift, "end", px - 11 - wide),
                ]),
            ];
            (double X, double Y, string Anchor, double Left) place = places
                .Where(p => p.Left >= Left && p.Left + wide <= Width && p.Y > Top + 8 && p.Y < Height - Bottom)
                .Where(p => boxes.All(b => p.Left > b.Right || p.Left + wide < b.Left || p.Y - 10 > b.Bottom || p.Y + 3 < b.Top))
                .Append(places[0])
                .First();
            boxes.Add((place.Left, place.Y - 10, place.Left + wide, place.Y + 3));
            placed.Add((point, place.X, place.Y, place.Anchor));
        }
        return placed;
    }
}
