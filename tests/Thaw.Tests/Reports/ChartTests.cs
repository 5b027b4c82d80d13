using System.Globalization;
using System.Xml.Linq;
using Thaw.Evaluation;
using Thaw.Reports.Charts;

namespace Thaw.Tests.Reports;

public sealed class ChartTests
{
    [Fact]
    public void Even_axes_are_marked_at_round_values()
    {
        Axis axis = Axis.Linear(-0.07, 0.12, 0, 190, 4, v => v.ToString("0.##", CultureInfo.InvariantCulture));
        Assert.Equal(["-0.05", "0", "0.05", "0.1"], axis.Ticks.Select(t => t.Label));
        Assert.Equal(70, axis.At(0), 9);
        Assert.Equal(190, axis.Within(5), 9);
    }

    [Theory]
    [InlineData(0.13, 0.2)]
    [InlineData(1, 1)]
    [InlineData(2.1, 5)]
    [InlineData(70, 100)]
    public void Steps_are_1_2_or_5(double wanted, double step) => Assert.Equal(step, Axis.NiceStep(wanted), 12);

    [Fact]
    public void Time_axes_are_logarithmic_and_wide_enough_for_one_value()
    {
        Axis axis = Axis.Time(60, 60, 0, 100);
        Assert.Equal(50, axis.At(60), 9);
        Assert.Contains(axis.Ticks, t => t.Label == "1 min");
        Axis wide = Axis.Time(10, 1000, 0, 100);
        Assert.Equal(wide.At(100) - wide.At(10), wide.At(1000) - wide.At(100), 9);
    }

    [Fact]
    public void A_forest_chart_puts_values_intervals_and_zero_where_they_belong()
    {
        var chart = XElement.Parse(new ForestChart
        {
            Label = "differences",
            Title = "points",
            ValueLabel = v => v.ToString("0.00", CultureInfo.InvariantCulture),
            HasZero = true,
            Sides = ("worse", "better"),
            Rows = [new ForestRow("full", 0, 0.02, new Interval(-0.04, 0.1), "+2.0", []), new ForestRow("none", 1, double.NaN, Interval.Unknown, "-", [])],
        }.Draw());
        double zero = Number(chart.Elements("line").Single(l => Css(l) == "zero"), "x1");
        XElement[] whiskers = [.. chart.Elements("line").Where(l => Css(l) == "s0 whisker")];
        XElement mark = Assert.Single(chart.Elements("circle"));
        double low = Number(whiskers[0], "x1"), high = Number(whiskers[0], "x2"), value = Number(mark, "cx");
        // x = zero + scale * value: the three distances from zero have the ratios of the numbers
        Assert.Equal(-0.4, (low - zero) / (high - zero), 0.01);
        Assert.Equal(0.2, (value - zero) / (high - zero), 0.01);
        Assert.Equal(3, whiskers.Length);
        Assert.Equal(2, chart.Elements("text").Count(t => t.Value is "full" or "none"));
    }

    [Fact]
    public void Lines_break_where_a_value_is_not_a_number_and_stay_on_the_edge_beyond_it()
    {
        var chart = XElement.Parse(new LineChart
        {
            Label = "loss",
            XTitle = "epoch",
            YTitle = "loss",
            X = (1, 4),
            Y = (0, 1),
            XLabel = _ => "",
            YLabel = _ => "",
            Lines = [new ChartLine([(1, 0.5), (2, double.NaN), (3, 7), (4, 0.5)], "curve")],
        }.Draw());
        string path = chart.Elements("path").Single(p => Css(p) == "curve").Attribute("d")!.Value;
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Contains(" 10L", path, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", path, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_a_scatter_chart_do_not_cover_one_another()
    {
        ScatterPoint[] points = [.. Enumerable.Range(0, 5).Select(i => new ScatterPoint($"plan-{i}", i, 100 + i, 0.9 + 0.002 * i, new Interval(0.85, 0.95)))];
        var chart = XElement.Parse(ScatterChart.Draw(points, "cost", "time", "accuracy"));
        (double X, double Y)[] names =
        [
            .. chart.Elements("text").Where(t => Css(t).EndsWith("name", StringComparison.Ordinal)).Select(t =>
                (Number(t, "x") - (t.Attribute("text-anchor")!.Value == "end" ? 40 : 0), Number(t, "y"))),
        ];
        Assert.Equal(5, names.Length);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.True(Math.Abs(names[i].X - names[j].X) > 35 || Math.Abs(names[i].Y - names[j].Y) > 10, $"{names[i]} {names[j]}");
        }
    }

    [Fact]
    public void A_confusion_matrix_shows_each_count_and_says_what_it_is()
    {
        var matrix = new ConfusionMatrix([0, 0, 0, 1], [1, 0, 1, 0, 0, 1, 0, 1], 2);
        var chart = XElement.Parse(MatrixChart.Draw(matrix, ["no", "yes"], 0, "matrix"));
        Assert.Equal(["2", "67%", "1", "33%", "0", "0%", "1", "100%"], chart.Elements("text").Where(t => Css(t).StartsWith("count", StringComparison.Ordinal)).Select(t => t.Value));
        Assert.Contains("no told as yes: 1 of 3", chart.Descendants("title").Select(t => t.Value));
    }

    [Fact]
    public void Text_is_escaped_and_long_text_is_cut_with_the_whole_in_a_tip()
    {
        var svg = new SvgChart(10, 10, "<\"&");
        svg.Text(1, 2, "<b>&\"a long name\"</b>", most: 8);
        svg.Text(1, 2, "ab\U0001F600cd", most: 4);
        var chart = XElement.Parse(svg.ToString());
        Assert.Equal("<\"&", chart.Attribute("aria-label")!.Value);
        Assert.Equal("<b>&\"a \u2026", ((XText)chart.Elements("text").First().FirstNode!).Value);
        Assert.Equal("<b>&\"a long name\"</b>", chart.Descendants("title").First().Value);
        Assert.Equal("ab\u2026", ((XText)chart.Elements("text").Last().FirstNode!).Value);
    }

    private static string Css(XElement element) => element.Attribute("class")?.Value ?? "";

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
