using Thaw.Comparison.Advice;
using Thaw.Kernels;

namespace Thaw.Tests.Comparison.Advice;

public sealed class SourceDistanceTests
{
    // For 2 x 2 matrices the eigenvalues of Σs Σ give the trace of the root in closed form: (tr + 2 √det)^½
    [Fact]
    public void It_is_the_frechet_distance()
    {
        var source = new LayerStatistics("a", [1, 2], [2, 3], new float[] { 4, 1, 1, 9 });
        var set = new LayerStatistics("a", [2, 0], [MathF.Sqrt(3), 1], new float[] { 3, -0.5f, -0.5f, 1 });
        double trace = 4 * 3 + 1 * -0.5 + 1 * -0.5 + 9 * 1, determinant = (36 - 1) * (3 - 0.25);
        double expected = 1 + 4 + 13 + 4 - 2 * Math.Sqrt(trace + 2 * Math.Sqrt(determinant));
        Assert.Equal(expected, SourceDistance.Whole(source, set, SourceDistance.Root(source.Covariance!.Value.Span, 2)), 1e-5);
        Assert.Equal(1 + 4 + Math.Pow(2 - Math.Sqrt(3), 2) + 4, SourceDistance.Diagonal(source, set), 1e-6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pictures_of_the_source_are_near_however_few_and_others_are_far(bool whole)
    {
        var source = LayerStatistics.Of("a", Draw(4000, 12, 1, 0), 12, whole);
        foreach (int few in (int[])[20, 60, 400])
        {
            Assert.InRange(SourceDistance.Of(source, Draw(few, 12, 2, 0)), 0, 0.35);
            // Each channel's mean lies two deviations off
            Assert.Equal(2, SourceDistance.Of(source, Draw(few, 12, 3, 2)), 0.25);
        }
        Assert.Equal(0, SourceDistance.Of(source, Draw(4000, 12, 4, 0)), 0.08);
    }

    [Fact]
    public void Statistics_are_those_of_the_formula()
    {
        var statistics = LayerStatistics.Of("a", [1, 10, 3, 10, 8, 40], 2, whole: true);
        Assert.Equal([4, 20], statistics.Mean);
        Assert.Equal(Math.Sqrt(13), statistics.Deviation[0], 1e-5);
        Assert.Equal([13, 60, 60, 300], statistics.Covariance!.Value.ToArray());
        Assert.Null(LayerStatistics.Of("a", [1, 2], 1, whole: false).Covariance);
    }

    private static float[] Draw(int count, int width, ulong seed, double shift)
    {
        var random = new Pcg32(seed);
        return [.. Enumerable.Range(0, count * width).Select(i => (float)((1 + i % width) * (random.NextNormal() + shift)))];
    }
}
