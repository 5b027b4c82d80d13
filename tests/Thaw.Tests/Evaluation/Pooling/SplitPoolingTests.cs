using Thaw.Evaluation.Pooling;

namespace Thaw.Tests.Evaluation.Pooling;

public sealed class SplitPoolingTests
{
    [Fact]
    public void Splits_are_pooled_by_the_corrected_variance()
    {
        // Differences 0, 0.25 and 0.5 on four pictures each; twelve trained
        PooledEstimate pooled = SplitPooling.Pool([Split("a", [0, 0, 0, 0]), Split("b", [1, 0, 0, 0]), Split("c", [1, 1, 0, 0])], -1);
        Assert.Equal((PoolingBasis.Splits, 3, 3, 12), (pooled.Basis, pooled.Splits, pooled.Trials, pooled.Pictures));
        Assert.Equal(0.25, pooled.Value, 12);
        double half = 4.30265273 * Math.Sqrt((1.0 / 3 + 4.0 / 12) * 0.0625);
        Assert.Equal(0.25 - half, pooled.Interval.Low, 6);
        Assert.Equal(Math.Min(1, 0.25 + half), pooled.Interval.High, 6);
    }

    [Fact]
    public void Splits_that_agree_by_chance_are_no_narrower_than_their_pictures()
    {
        // Both 0.25: the splits show no spread, the eight pictures do
        PooledEstimate pooled = SplitPooling.Pool([Split("a", [1, 0, 0, 0]), Split("b", [0, 0, 1, 0])], -1);
        double variance = 8.0 / 7 * (2 * Square(0.75 / 8) + 6 * Square(0.25 / 8));
        Assert.Equal(0.25 + 2.36462425 * Math.Sqrt(variance), pooled.Interval.High, 6);
    }

    [Fact]
    public void A_picture_that_comes_twice_is_one_draw()
    {
        PooledEstimate once = SplitPooling.Pool([Split("a", [1, 0, 0, 1, 0, 0]), Split("b", [1, 0, 0, 1, 0, 0])], -1);
        PooledEstimate twice = SplitPooling.Pool([Split("a", [1, 0, 0, 1, 0, 0]), Split("a", [1, 0, 0, 1, 0, 0])], -1);
        Assert.Equal(PoolingBasis.SharedTest, twice.Basis);
        Assert.Equal(6, twice.Pictures);
        Assert.True(Width(twice) > 1.3 * Width(once), $"{Width(twice)} against {Width(once)}");
    }

    [Fact]
    public void Groups_are_drawn_whole()
    {
        double[] values = [1, 1, 1, 0, 0, 0, 0, 0, 0];
        var alone = new SplitScores(Names("a", 9), Names("a", 9), [values], 12);
        var grouped = alone with { Units = ["x", "x", "x", "y", "y", "y", "z", "z", "z"] };
        Assert.Equal(PoolingBasis.Pictures, SplitPooling.Pool([alone], -1).Basis);
        Assert.True(Width(SplitPooling.Pool([grouped], -1)) > 1.5 * Width(SplitPooling.Pool([alone], -1)));
    }

    [Fact]
    public void Seeds_of_one_split_add_their_spread()
    {
        var quiet = new SplitScores(Names("a", 8), Names("a", 8), [[1, 0, 0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 1, 0, 0]], 12);
        var spread = quiet with { Values = [[0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 1, 1, 0, 0]] };
        Assert.Equal(PoolingBasis.Seeds, SplitPooling.Pool([spread], -1).Basis);
        Assert.Equal(SplitPooling.Pool([quiet], -1).Value, SplitPooling.Pool([spread], -1).Value, 12);
        Assert.True(Width(SplitPooling.Pool([spread], -1)) > 1.5 * Width(SplitPooling.Pool([quiet], -1)));
    }

    [Fact]
    public void Where_nothing_moves_the_interval_is_as_wide_as_Wilsons()
    {
        PooledEstimate pooled = SplitPooling.Pool([Split("a", [0, 0, 0, 0]), Split("b", [0, 0, 0, 0])], -1);
        Assert.Equal(3.841458820694124 / (8 + 3.841458820694124), pooled.Interval.High, 6);
        Assert.Equal(-pooled.Interval.High, pooled.Interval.Low, 12);
        Assert.Equal(1, SplitPooling.Pool([Split("a", [1, 1, 1, 1])], 0).Interval.High);
    }

    [Fact]
    public void Nothing_to_pool_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SplitPooling.Pool([], -1));
        Assert.Throws<ArgumentException>(() => SplitPooling.Pool([new SplitScores([], [], [[]], 4)], -1));
    }

    private static SplitScores Split(string prefix, double[] values) => new(Names(prefix, values.Length), Names(prefix, values.Length), [values], 12);

    private static string[] Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];

    private static double Width(PooledEstimate estimate) => estimate.Interval.High - estimate.Interval.Low;

    private static double Square(double value) => value * value;
}
