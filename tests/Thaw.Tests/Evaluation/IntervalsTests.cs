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
    public void Undefined_values_are_left_out_until_they_are_the_most()
    {
        Assert.Equal(2.5, Intervals.VarianceOf([1, double.NaN, 2, 3, 4, 5, double.NaN]), 1e-12);
        Assert.True(double.IsNaN(Intervals.VarianceOf([double.NaN, double.NaN, double.NaN, 4, 5])));
        Assert.True(double.IsNaN(Intervals.VarianceOf([4])));
    }

    [Fact]
    public void A_share_with_the_variance_of_independent_trials_has_Wilsons_interval()
    {
        // Many degrees of freedom make Student's t the normal distribution
        Interval interval = Intervals.Share(0.7, new Uncertainty(0.7 * 0.3 / 10, 1e9), 10);
        Assert.Equal(Intervals.Wilson(7, 10).Low, interval.Low, 1e-7);
        Assert.Equal(Intervals.Wilson(7, 10).High, interval.High, 1e-7);
        Assert.Equal(Intervals.Wilson(10, 10), Intervals.Share(1, new Uncertainty(0, 1), 10));
    }

    [Theory]
    [InlineData(0.99, 0.01, 1)]
    [InlineData(0.5, 1, 1)]
    [InlineData(1e-9, 0.1, 2)]
    public void A_share_stays_a_share_however_uncertain(double share, double variance, double degrees)
    {
        Interval interval = Intervals.Share(share, new Uncertainty(variance, degrees), 10);
        Assert.InRange(share, interval.Low, interval.High);
        Assert.True(interval.Low >= 0 && interval.High <= 1, interval.ToString());
    }

    [Fact]
    public void A_loss_keeps_its_sign_and_its_range()
    {
        Interval interval = Intervals.Positive(0.5, new Uncertainty(0.01, 4), 49.8);
        Assert.Equal(0.5, Math.Sqrt(interval.Low * interval.High), 1e-12);
        Assert.True(interval.Low > 0);
        Assert.Equal(49.8, Intervals.Positive(0.5, new Uncertainty(1, 1), 49.8).High);
        Assert.Equal(new Interval(0, 0), Intervals.Positive(0, new Uncertainty(0, 1), 49.8));
    }

    // scipy 1.10.1: t.ppf(0.975, d) and 2 * t.sf(3.1, d)
    [Theory]
    [InlineData(1, 12.706204736432095, 0.19865218439823704)]
    [InlineData(2, 4.302652729911275, 0.0902007301301887)]
    [InlineData(2.7, 3.392148383176445, 0.06128177053035425)]
    [InlineData(4, 2.7764451051977987, 0.03622111103743912)]
    [InlineData(30, 2.0422724563012373, 0.004184484860550749)]
    [InlineData(1000, 1.9623390808264074, 0.0019893455311220942)]
    public void Students_t_is_that_of_scipy(double degrees, double critical, double tails)
    {
        Assert.Equal(critical, StudentT.Critical(0.05, degrees), 1e-9 * critical);
        Assert.Equal(tails, StudentT.BothTails(3.1, degrees), 1e-12);
        Assert.Equal(tails, StudentT.BothTails(-3.1, degrees), 1e-12);
    }

    [Fact]
    public void A_sum_of_variances_has_degrees_between_the_fewest_and_all()
    {
        Assert.Equal(new Uncertainty(2, 4), Uncertainty.Sum([(1, 2), (1, 2)]));
        Assert.Equal(new Uncertainty(1, 79), Uncertainty.Sum([(1, 79), (0, 0)]));
        Assert.True(Uncertainty.Sum([(0, 79), (0, 2)]).IsNone);
    }

    [Fact]
    public void Holm_multiplies_the_smallest_by_all_and_never_turns_the_order()
    {
        Assert.Equal([0.03, double.NaN, 0.9, 0.06], Holm.Adjust([0.01, double.NaN, 0.9, 0.03]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], Holm.Adjust([0.7, 0.8]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(6, 5));
    }
}
