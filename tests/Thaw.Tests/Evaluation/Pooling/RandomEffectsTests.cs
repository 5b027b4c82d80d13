using Thaw.Evaluation;
using Thaw.Evaluation.Pooling;
using Thaw.Kernels;
using Xunit.Abstractions;

namespace Thaw.Tests.Evaluation.Pooling;

/// <summary>Random-effects means and weighted lines: against numbers computed by hand from the formulas, and how often their intervals hold the truth.</summary>
public sealed class RandomEffectsTests(ITestOutputHelper output)
{
    private const int Studies = 2000;

    [Fact]
    public void The_mean_is_the_one_computed_elsewhere()
    {
        // Paule and Mandel's variance by bisection and Hartung and Knapp's interval, in a script of its own
        (double value, Interval interval, double between) = RandomEffects.Mean([0.10, 0.30, 0.35, 0.65, double.NaN, 0.45, 0.15], [0.03, 0.03, 0.05, 0.01, 1, 0.05, 0.02]);
        Assert.Equal(0.023161172942595922, between, 9);
        Assert.Equal(0.3511545113720498, value, 9);
        Assert.Equal(0.11479659906344525, interval.Low, 8);
        Assert.Equal(0.5875124236806544, interval.High, 8);
    }

    [Fact]
    public void The_line_is_the_one_computed_elsewhere()
    {
        var line = WeightedLine.Fit([0, 0.25, 0.5, 0.75, 1], [-0.02, 0.01, 0.00, 0.05, 0.09], [4e-4, 1e-4, 9e-4, 4e-4, 1e-4]);
        Assert.Equal((0.10713089466725431, 3.0), (line.Slope, line.Degrees), new Near(1e-12));
        Assert.Equal(0.06806306907030754, line.Interval.Low, 9);
        Assert.Equal(0.14619872026420108, line.Interval.High, 9);
    }

    [Fact]
    public void Few_or_equal_estimates_fall_back_on_their_own_variances()
    {
        Assert.Equal(0.5 + Intervals.Z * 0.1, RandomEffects.Mean([0.5], [0.01]).Interval.High, 12);
        Assert.False(RandomEffects.Mean([0.5], [double.NaN]).Interval.IsKnown);
        Assert.Equal(Intervals.Z * 0.1 / Math.Sqrt(2), RandomEffects.Mean([0.5, 0.5], [0.01, 0.01]).Interval.High - 0.5, 9);
        Assert.True(double.IsNaN(RandomEffects.Mean([], []).Value));
        // Without variances it is Student's t
        Interval student = StudentT.OfMean([1, 2, 4.5]), without = RandomEffects.Mean([1, 2, 4.5], [double.NaN, double.NaN, 0]).Interval;
        Assert.Equal((student.Low, student.High), (without.Low, without.High), new Near(1e-6));
        var two = WeightedLine.Fit([0, 1], [0.1, 0.3], [0.01, 0.03]);
        Assert.Equal((0.2, 0.04), (two.Slope, two.Variance), new Near(1e-12));
        Assert.True(double.IsNaN(WeightedLine.Fit([1, 1], [0.1, 0.3], [0.01, 0.03]).Slope));
        Assert.Equal(0.2, WeightedLine.Sum([two, two]).Value, 12);
        Assert.Equal(Intervals.Z * 0.2 / Math.Sqrt(2), WeightedLine.Sum([two, two]).Interval.High - 0.2, 4);
    }

    [Theory]
    [InlineData(4, 0.0)]
    [InlineData(4, 0.04)]
    [InlineData(10, 0.0)]
    [InlineData(10, 0.04)]
    public void Intervals_hold_the_truth_in_at_least_93_of_100_studies(int estimates, double spread)
    {
        int means = 0, slopes = 0, normal = 0;
        for (int study = 0; study < Studies; study++)
        {
            var random = new Pcg32((ulong)study, (ulong)estimates);
            double[] x = new double[estimates], y = new double[estimates], line = new double[estimates], v = new double[estimates];
            for (int i = 0; i < estimates; i++)
            {
                v[i] = Math.Pow(0.01 + 0.04 * random.NextDouble(), 2);
                x[i] = i % 5 / 4.0;
                y[i] = 0.05 + spread * random.NextNormal() + Math.Sqrt(v[i]) * random.NextNormal();
                line[i] = 0.02 + 0.1 * x[i] + Math.Sqrt(v[i]) * random.NextNormal();
            }
            (double value, Interval interval, _) = RandomEffects.Mean(y, v);
            means += interval.Contains(0.05) ? 1 : 0;
            normal += Math.Abs(value - 0.05) <= Intervals.Z / Math.Sqrt(v.Sum(variance => 1 / variance)) ? 1 : 0;
            slopes += WeightedLine.Fit(x, line, v).Interval.Contains(0.1) ? 1 : 0;
        }
        output.WriteLine($"{estimates} estimates, spread {spread}: means {means / (double)Studies:0.000}, slopes {slopes / (double)Studies:0.000}, as if all were alike {normal / (double)Studies:0.000}");
        Assert.True(means >= 0.93 * Studies && slopes >= 0.93 * Studies, $"Of {Studies} means {means} hold the truth, of slopes {slopes}.");
        // The test could fail: what takes the estimates for alike does, where they are not
        Assert.True(spread == 0 || normal < 0.85 * Studies, $"{normal}");
    }

    private sealed class Near(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < tolerance && Math.Abs(a.Item2 - b.Item2) < tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }
}
