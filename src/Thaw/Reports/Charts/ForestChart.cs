using Thaw.Evaluation;

namespace Thaw.Reports.Charts;

/// <summary>A row of a forest chart.</summary>
/// <param name="Name">What the row is.</param>
/// <param name="Series">The number of its colour and mark.</param>
/// <param name="Value">The estimate; NaN draws none.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Text">The numbers in words, at the right.</param>
/// <param name="Dots">Single values, drawn small.</param>
internal sealed record ForestRow(string Name, int Series, double Value, Interval Interval, string Text, IReadOnlyList<double> Dots);

/// <summary>Estimates with their intervals, a row each on one scale, as in a meta-analysis.</summary>
internal sealed class ForestChart
{
    private const double Left = 98, RowHeight = 30, Top = 26, Bottom = 40;

    /// <summary>What the chart shows, for readers who do not see it.</summary>
    public required string Label { get; init; }

    /// <summary>What the scale measures.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<ForestRow> Rows { get; init; }

    public required Func<double, string> ValueLabel { get; init; }

    /// <summary>Whether 0 is marked: the line of no difference.</summary>
    public bool HasZero { get; init; }

    /// <summary>What lies left and right of zero.</summary>
    public (string Left, string Right) Sides { get; init; }

    /// <summary>The ends that the scale must not leave.</summary>
    public (double Low, double High) Limits { get; init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Draws the chart as an SVG element.</summary>
    public string Draw()
    {
        const double Width = 440;
        double right = Width - 12 - Math.Min(160, Rows.Max(row => SvgChart.WidthOf(row.Text)));
        double height = Top + RowHeight * Rows.Count + Bottom;
        var svg = new SvgChart(Width, height, Label);
        (double low, double high) = Extent();
        Axis x = Axis.Linear(low, high, Left, right, 6, ValueLabel);
        double foot = Top + RowHeight * Rows.Count;
        foreach ((double value, string label) in x.Ticks)
        {
            svg.Line(x.At(value), Top - 6, x.At(value), foot, "grid");
            svg.Text(x.At(value), foot + 15, label, "axis", "middle");
        }
        if (HasZero)
        {
            svg.Line(x.At(0), Top - 8, x.At(0), foot, "zero");
            svg.Text(x.At(0) - 7, 11, "\u25c2 " + Sides.Left, "axis", "end");
            svg.Text(x.At(0) + 7, 11, Sides.Right + " \u25b8", "axis");
        }
        svg.Text((Left + right) / 2, foot + 33, Title, "axis", "middle");
        for (int i = 0; i < Rows.Count; i++)
        {
            ForestRow row = Rows[i];
            double y = Top + RowHeight * (i + 0.5);
            string colour = SvgChart.Series(row.Series);
            svg.Text(Left - 12, y + 4, row.Name, "label", "end", 13);
            svg.Text(right + 12, y + 4, row.Text, "label number");
            foreach (double dot in row.Dots.Where(double.IsFinite))
                svg.Dot(x.Within(dot), y, 2.6, $"{colour} dot");
            if (row.Interval.IsKnown)
            {
                double from = x.Within(row.Interval.Low), to = x.Within(row.Interval.High);
                svg.Line(from, y, to, y, $"{colour} whisker");
                svg.Line(from, y - 5, from, y + 5, $"{colour} whisker");
                svg.Line(to, y - 5, to, y + 5, $"{colour} whisker");
            }
            if (double.IsFinite(row.Value))
                svg.Marker(row.Series, x.Within(row.Value), y, 5.5, $"{row.Name}: {row.Text}");
        }
        return svg.ToString();
    }

    private (double Low, double High) Extent()
    {
        double[] values = [.. Rows.SelectMany(r => (double[])[r.Value, r.Interval.Low, r.Interval.High, .. r.Dots]).Where(double.IsFinite)];
        if (values.Length == 0)
            return (0, 1);
        double low = values.Min(), high = values.Max();
        if (HasZero)
        {
            // Room for the words on both sides of zero
            double least = Math.Max(Math.Max(high, -low), 1e-6) * 0.35;
            (low, high) = (Math.Min(low, -least), Math.Max(high, least));
        }
        double room = Math.Max(0.06 * (high - low), 1e-6);
        return (Math.Max(low - room, Limits.Low), Math.Min(high + room, Limits.High));
    }
}
