using Thaw.Evaluation;
using Thaw.Kernels;

namespace Thaw.Tests.Evaluation;

public sealed class PictureMeansTests
{
    private const int Pictures = 60, Resamples = 400;
    private readonly int[] _labels = [.. Enumerable.Range(0, Pictures).Select(i => i % 2)];

    // Where a picture's value is whether it was told right, the mean is the accuracy, and the intervals must be the evaluator's
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Means_of_right_and_wrong_have_the_evaluators_intervals(int seeds, bool grouped)
    {
        string[]? groups = grouped ? [.. Enumerable.Range(0, Pictures).Select(i => $"group {i / 4}")] : null;
        var random = new Pcg32(7);
        float[][] one = Draw(random, seeds, 0.8), other = Draw(random, seeds, 0.6);
        var evaluator = new Evaluator(_labels, 2, groups, Resamples);
        Scorecard first = evaluator.Evaluate([.. one.Select(p => (ReadOnlyMemory<float>)p)]), second = evaluator.Evaluate([.. other.Select(p => (ReadOnlyMemory<float>)p)]);
        var means = new PictureMeans(_labels, groups, Resamples);
        Same(first.Estimates[0], means.Share(Right(one)));
        Same(first.Minus(second)[0], means.Difference(Right(one), Right(other)));
    }

    [Fact]
    public void Differences_without_spread_keep_a_width() =>
        Assert.True(new PictureMeans(_labels, null, Resamples).Difference([new double[Pictures]], []).Interval is { Low: < 0, High: > 0 });

    private static void Same(MetricEstimate expected, (double Value, Interval Interval) actual)
    {
        Assert.Equal(expected.Value, actual.Value, 1e-9);
        Assert.Equal(expected.Interval.Low, actual.Interval.Low, 1e-9);
        Assert.Equal(expected.Interval.High, actual.Interval.High, 1e-9);
    }

    private float[][] Draw(Pcg32 random, int seeds, double skill)
    {
        var all = new float[seeds][];
        for (int s = 0; s < seeds; s++)
        {
            all[s] = new float[2 * Pictures];
            for (int i = 0; i < Pictures; i++)
            {
                float right = random.NextDouble() < skill ? 0.9f : 0.2f;
                all[s][2 * i + _labels[i]] = right;
                all[s][2 * i + 1 - _labels[i]] = 1 - right;
            }
        }
        return all;
    }

    private double[][] Right(float[][] probabilities) =>
        [.. probabilities.Select(p => _labels.Select((label, i) => Decision.Of(p.AsSpan(2 * i, 2)) == label ? 1.0 : 0.0).ToArray())];
}
