using Thaw.Evaluation;
using Thaw.Reports;

namespace Thaw.Tests.Reports;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.042, "0.042 s")]
    [InlineData(0, "0 s")]
    [InlineData(1.4, "1.4 s")]
    [InlineData(13.34, "13.3 s")]
    [InlineData(99.96, "1 min 40 s")]
    [InlineData(250, "4 min 10 s")]
    [InlineData(3599.6, "1 h 00 min")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(double.NaN, "-")]
    [InlineData(-1, "-")]
    public void Times(double seconds, string expected) => Assert.Equal(expected, Figures.Seconds(seconds));

    [Theory]
    [InlineData(6423041, "6.42 M")]
    [InlineData(3.07e10, "30.7 G")]
    [InlineData(999, "999")]
    [InlineData(1000, "1 k")]
    [InlineData(double.PositiveInfinity, "-")]
    public void Large_numbers(double value, string expected) => Assert.Equal(expected, Figures.Large(value));

    [Theory]
    [InlineData(512, "0.5 KiB")]
    [InlineData(540540540, "515 MiB")]
    [InlineData(0, "-")]
    public void Sizes(long bytes, string expected) => Assert.Equal(expected, Figures.Bytes(bytes));

    [Fact]
    public void Shares_are_percentages_and_others_are_not()
    {
        Assert.Equal("93.3%", Figures.Value(Metric.Accuracy, 0.9333));
        Assert.Equal("0.933", Figures.Value(Metric.AreaUnderRocCurve, 0.9333));
        Assert.Equal("-", Figures.Value(Metric.PositivePrecision, double.NaN));
        Assert.Equal("88.1 to 97.0", Figures.Range(Metric.MacroAccuracy, new Interval(0.881, 0.97)));
        Assert.Null(Figures.Range(Metric.Accuracy, Interval.Unknown));
    }

    [Fact]
    public void Differences_have_a_sign_unless_they_are_0()
    {
        Assert.Equal("+2.1", Figures.Difference(Metric.Accuracy, 0.0211));
        Assert.Equal("-2.1", Figures.Difference(Metric.Accuracy, -0.0211));
        Assert.Equal("0.0", Figures.Difference(Metric.Accuracy, -0.0001));
        Assert.Equal("+0.021", Figures.Difference(Metric.LogLoss, 0.0211));
    }
}
