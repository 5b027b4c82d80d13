using Thaw.Evaluation.Calibration;

namespace Thaw.Reports.Charts;

/// <summary>A reliability diagram: the share right against the confidence, and below it how many answers each bin has.</summary>
internal static class ReliabilityChart
{
    private const double Width = 400, Height = 340, Left = 46, Right = 20, Top = 10, Bottom = 38, Bars = 50, Gap = 12;

    /// <summary>Draws the diagram as an SVG element: marks after the temperature, rings of the same colour before it.</summary>
    /// <param name="raw">As the network gives the probabilities.</param>
    /// <param name="calibrated">Under the temperature.</param>
    /// <param name="series">The number of the colour.</param>
    /// <param name="label">What the chart shows, for readers who do not see it.</param>
    public static string Draw(Reliability raw, Reliability calibrated, int series, string label)
    {
        var svg = new SvgChart(Width, Height, label);
        double bars = Height - Bottom, floor = bars - Bars - Gap;
        Axis x = Axis.Linear(0, 1, Left, Width - Right, 5, Figures.Percent0), y = Axis.Linear(0, 1, floor, Top, 5, Figures.Percent0);
        foreach ((double value, string text) in y.Ticks)
        {
            svg.Line(Left, y.At(value), Width - Right, y.At(value), "grid");
            svg.Text(Left - 6, y.At(value) + 4, text, "axis", "end");
        }
        foreach ((double value, string text) in x.Ticks)
        {
            svg.Line(x.At(value), bars, x.At(value), bars + 4, "tick");
            svg.Text(x.At(value), bars + 16, text, "axis", "middle");
        }
        svg.Line(Left, floor, Width - Right, floor, "frame");
        svg.Line(Left, bars, Width - Right, bars, "frame");
        svg.Text((Left + Width - Right) / 2, Height - 5, "confidence", "axis", "middle");
        svg.UprightText(11, (Top + floor) / 2, "share right");
        svg.Path([(x.At(0), y.At(0)), (x.At(1), y.At(1))], "guess");
        DrawBars(svg, calibrated, series, x, bars);
        string colour = SvgChart.Series(series);
        svg.Path(Points(raw, x, y), $"{colour} line thin");
        foreach (ReliabilityBin bin in raw.Diagram.Where(bin => bin.Count > 0))
            svg.Dot(x.At(bin.Confidence), y.At(bin.Accuracy), 3.2, $"{colour} dot");
        svg.Path(Points(calibrated, x, y), $"{colour} line");
        foreach (ReliabilityBin bin in calibrated.Diagram.Where(bin => bin.Count > 0))
            svg.Marker(series, x.At(bin.Confidence), y.At(bin.Accuracy), 4, $"{Figures.Whole(bin.Count)} answers, mean confidence "
                + $"{Figures.Percent(bin.Confidence)}, right {Figures.Percent(bin.Accuracy)}");
        return svg.ToString();
    }

    private static IEnumerable<(double X, double Y)> Points(Reliability reliability, Axis x, Axis y) =>
        reliability.Diagram.Where(bin => bin.Count > 0).Select(bin => (x.At(bin.Confidence), y.At(bin.Accuracy)));

    private static void DrawBars(SvgChart svg, Reliability reliability, int series, Axis x, double bottom)
    {
        int most = reliability.Diagram.Max(bin => bin.Count);
        foreach (ReliabilityBin bin in reliability.Diagram.Where(bin => bin.Count > 0))
        {
            double tall = Bars * bin.Count / most;
            svg.Rect(x.At(bin.Low) + 1, bottom - tall, x.At(bin.High) - x.At(bin.Low) - 2, tall, SvgChart.Series(series) + " fill", 0.35,
                $"{Figures.Whole(bin.Count)} answers");
        }
    }
}
