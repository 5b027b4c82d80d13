using Thaw.Evaluation;

namespace Thaw.Tests.Evaluation;

public sealed class IntervalsTests
{
    // scipy 1.10.1: binomtest(k, n).proportion_ci(0.95, "wilson")
    [Theory]
    [InlineData(0, 10, 0, 0.27753279986288926)]
    [InlineData(10, 10, 0.7224672001371109, 1)]
    [InlineData(7, 10, 0.39677814746114526, 0.892208732593699)]
    [InlineData(55, 60, 0.8193105798166558, 0.9638795433982692)]
    [InlineData(1, 1, 0.20654931437723745, 1)]
    public void Wilsons_interval_is_that_of_scipy(int successes, int trials, double low, double high)
    {
        Interval interval = Intervals.Wilson(successes, trials);
        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    [Fact]
    public void Percentiles_are_linear_between_ranks()
    {
        double[] values = [.. Enumerable.Range(0, 101).Select(i => (double)i).Reverse()];
        Assert.Equal(new Interval(2.5, 97.5), Intervals.Percentile(values));
    }

    [Fact]
    public void Undefined_values_are_left_out_until_they_are_the_most()
    {
        Assert.Equal(new Interval(4, 4), Intervals.Percentile([double.NaN, 4, 4]));
        Assert.False(Intervals.Percentile([double.NaN, double.NaN, double.NaN, double.NaN, 4]).IsKnown);
        Assert.False(Intervals.Percentile([double.NaN]).IsKnown);
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(6, 5));
    }
}
