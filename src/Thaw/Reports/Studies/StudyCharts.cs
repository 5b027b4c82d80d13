using Thaw.Comparison.Studies;
using Thaw.Evaluation;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Studies;

/// <summary>The pictures of a study.</summary>
internal static class StudyCharts
{
    private const double Log2 = 0.6931471805599453;

    /// <summary>A number's mean for each set and number of pictures over the distances, and over all comparisons; null where none has it.</summary>
    /// <param name="cells">The comparisons.</param>
    /// <param name="measure">The number.</param>
    /// <param name="sides">What lies left and right of the line that the claim speaks of.</param>
    public static string? Forest(IReadOnlyList<StudyCell> cells, StudyMeasure measure, (string Left, string Right) sides)
    {
        StudyCell[] known = [.. cells.Where(cell => cell[measure].IsKnown)];
        if (known.Length == 0)
            return null;
        double scale = measure.Unit == StudyUnit.Ratio ? 1 / Log2 : 1;
        string[] sets = [.. known.Select(cell => cell.Place.Set).Distinct()];
        ForestRow Row(string name, int series, StudyCell[] part)
        {
            StudyEstimate mean = StudyPool.Mean(part, cell => cell[measure]);
            var interval = new Interval(scale * mean.Interval.Low, scale * mean.Interval.High);
            string text = mean.Interval.IsKnown ? $"{measure.Write(mean.Value)} ({measure.Write(mean.Interval.Low)} to {measure.Write(mean.Interval.High)})" : measure.Write(mean.Value);
            return new ForestRow(name, series, scale * mean.Value, interval, text, [.. part.Select(cell => scale * cell[measure].Value)]);
        }
        ForestRow[] rows =
        [
            .. known.GroupBy(cell => (cell.Place.Set, cell.Place.Pictures)).Select(part =>
                Row($"{part.Key.Set}, {Figures.Whole(part.Key.Pictures)}", Array.IndexOf(sets, part.Key.Set), [.. part])),
            Row("all", 5, known),
        ];
        return new ForestChart
        {
            Label = $"{measure.Words}, means over distances with 95% intervals: {string.Join("; ", rows.Select(row => $"{row.Name} {row.Text}"))}",
            Title = measure.Unit switch { StudyUnit.Ratio => "ratio", StudyUnit.Points => "percentage points", _ => "similarity" },
            ValueLabel = value => measure.Unit switch
            {
                StudyUnit.Ratio => Math.Pow(2, value).ToString("G2", System.Globalization.CultureInfo.InvariantCulture),
                StudyUnit.Points => Figures.Plain(Math.Round(100 * value, 6)),
                _ => Figures.Plain(Math.Round(value, 6)),
            },
            HasZero = true,
            Sides = sides,
            Rows = rows,
        }.Draw();
    }

    /// <summary>A gain against the distance on one set, a line a number of pictures; null where nothing is known.</summary>
    /// <param name="cells">All comparisons, whose range the axis shows, so that sets can be compared.</param>
    /// <param name="set">The set.</param>
    /// <param name="measure">The gain.</param>
    public static string? Curve(IReadOnlyList<StudyCell> cells, string set, StudyMeasure measure)
    {
        StudyCell[] known = [.. cells.Where(cell => cell.Place.Set == set && cell[measure].IsKnown).OrderBy(cell => cell.Place.Distance)];
        if (known.Length == 0)
            return null;
        (double low, double high) = Range(cells);
        double from = cells.Min(cell => cell.Place.Distance), to = cells.Max(cell => cell.Place.Distance), room = Math.Max(0.04 * (to - from), 0.01);
        int[] sizes = Sizes(cells);
        // Side by side, so that whiskers do not hide each other
        double At(StudyCell cell) => cell.Place.Distance + (Array.IndexOf(sizes, cell.Place.Pictures) - (sizes.Length - 1) / 2.0) * room * 0.4;
        return new LineChart
        {
            Label = $"{measure.Words} on {set}, with 95% intervals: " + string.Join("; ", known.Select(cell => $"distance {Figures.Plain(cell.Place.Distance)}, "
                + $"{Figures.Whole(cell.Place.Pictures)} pictures: {measure.Write(cell[measure].Value)} points")),
            XTitle = "distance from photographs",
            YTitle = "points of accuracy",
            X = (from - room, to + room),
            Y = (low, high),
            XLabel = Figures.Plain,
            YLabel = value => Figures.Plain(Math.Round(100 * value, 6)),
            Lines =
            [
                new ChartLine([(from - room, 0), (to + room, 0)], "zero"),
                .. sizes.Select((size, s) => new ChartLine([.. known.Where(cell => cell.Place.Pictures == size).Select(cell => (At(cell), cell[measure].Value))],
                    $"{SvgChart.Series(s)} line d{Figures.Whole(s % 6)}")),
                .. known.Where(cell => cell[measure].Interval.IsKnown).Select(cell => new ChartLine(
                    [(At(cell), cell[measure].Interval.Low), (At(cell), cell[measure].Interval.High)], $"{SvgChart.Series(Array.IndexOf(sizes, cell.Place.Pictures))} whisker")),
            ],
            Marks = [.. known.Select(cell => (Array.IndexOf(sizes, cell.Place.Pictures), At(cell), cell[measure].Value, $"{cell.Place.Name}: {measure.Write(cell[measure])}"))],
        }.Draw();
    }

    /// <summary>What each plan of the sweep gains over frozen, against the block where unfreezing starts; null without a sweep.</summary>
    public static string? Sweep(IReadOnlyList<StudyCell> cells)
    {
        StudyCell[] swept = [.. cells.Where(cell => cell[StudyMeasure.Sweep].IsKnown)];
        (int Block, StudyEstimate Gain)[] points =
        [
            .. Enumerable.Range(1, 5).Select(block => (block, StudyPool.Mean(swept, cell => cell.Gains.GetValueOrDefault(PlanOf(cell, block), StudyEstimate.None))))
                .Where(point => point.Item2.IsKnown),
        ];
        if (points.Length < 2)
            return null;
        double[] ends = [0, .. points.SelectMany(point => (double[])[point.Gain.Value, point.Gain.Interval.Low, point.Gain.Interval.High]).Where(double.IsFinite)];
        StudyMeasure unit = StudyMeasure.Gain;
        return new LineChart
        {
            Label = "Accuracy over frozen by the block where unfreezing starts, pooled, with 95% intervals: "
                + string.Join("; ", points.Select(point => $"block {Figures.Whole(point.Block)} {unit.Write(point.Gain)}")),
            XTitle = "first block that trains",
            YTitle = "points over frozen",
            X = (0.7, 5.3),
            Y = (ends.Min() - 0.01, ends.Max() + 0.01),
            XLabel = x => x == Math.Round(x) ? Figures.Plain(x) : "",
            YLabel = value => Figures.Plain(Math.Round(100 * value, 6)),
            Lines =
            [
                new ChartLine([(0.7, 0), (5.3, 0)], "zero"),
                new ChartLine([.. points.Select(point => ((double)point.Block, point.Gain.Value))], "s0 line"),
                .. points.Where(point => point.Gain.Interval.IsKnown).Select(point => new ChartLine(
                    [(point.Block, point.Gain.Interval.Low), (point.Block, point.Gain.Interval.High)], "s0 whisker")),
            ],
            Marks = [.. points.Select(point => (0, (double)point.Block, point.Gain.Value, unit.Write(point.Gain)))],
            XSteps = 5,
        }.Draw();

        static string PlanOf(StudyCell cell, int block) => block > 1 || cell.Gains.ContainsKey("from-block1") ? $"from-block{Figures.Whole(block)}" : "two-phase";
    }

    /// <summary>The numbers of pictures, rising.</summary>
    public static int[] Sizes(IReadOnlyList<StudyCell> cells) => [.. cells.Select(cell => cell.Place.Pictures).Distinct().Order()];

    private static (double Low, double High) Range(IReadOnlyList<StudyCell> cells)
    {
        double[] ends =
        [
            0, .. cells.SelectMany(cell => new[] { StudyMeasure.FullGain, StudyMeasure.TwoPhaseGain }.Select(measure => cell[measure]))
                .SelectMany(gain => (double[])[gain.Value, gain.Interval.Low, gain.Interval.High]).Where(double.IsFinite),
        ];
        double room = 0.03 * Math.Max(0.02, ends.Max() - ends.Min());
        return (ends.Min() - room, ends.Max() + room);
    }
}
