using Thaw.Training.Timing;

namespace Thaw.Tests.Training.Timing;

public sealed class RepeatsTests
{
    [Fact]
    public void The_first_time_warms_up_and_does_not_count()
    {
        int done = 0;
        double[] times = new Repeats(3, 3, 60).Measure(() => Thread.Sleep(done++ == 0 ? 200 : 1));
        Assert.Equal((4, 3), (done, times.Length));
        Assert.InRange(times[^1], 0.001, 0.15);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void A_slow_warm_up_counts_as_a_time()
    {
        int done = 0;
        double[] times = new Repeats(5, 9, 0) { SlowSeconds = 0.02 }.Measure(() => Thread.Sleep(done++ == 0 ? 50 : 1));
        Assert.Equal((2, 2), (done, times.Length));
        Assert.True(times[1] >= 0.02);
    }

    [Theory]
    [InlineData(0.0, 2)]
    [InlineData(60.0, 5)]
    public void Time_and_number_limit_it(double seconds, int expected) => Assert.Equal(expected, new Repeats(2, 5, seconds).Measure(() => { }).Length);

    [Fact]
    public void It_stops_between_two_times()
    {
        using var source = new CancellationTokenSource();
        int done = 0;
        Assert.Throws<OperationCanceledException>(() => new Repeats(9, 9, 60).Measure(() =>
        {
            if (++done == 3)
                source.Cancel();
        }, source.Token));
        Assert.Equal(3, done);
    }

    [Fact]
    public void The_median_is_the_middle_or_the_mean_of_two()
    {
        Assert.Equal(5, Repeats.Median([5]));
        Assert.Equal(3, Repeats.Median([1, 5]));
        Assert.Equal(2, Repeats.Median([1, 2, 9]));
    }
}
