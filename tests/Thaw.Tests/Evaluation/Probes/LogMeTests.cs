using Thaw.Evaluation.Probes;

namespace Thaw.Tests.Evaluation.Probes;

public sealed class LogMeTests
{
    // log N(y; 0, F F' / α + 1 / β), by Cholesky's factor of the whole covariance
    [Theory]
    [InlineData(20, 4)]
    [InlineData(9, 15)]
    public void It_is_the_largest_log_evidence(int pictures, int width)
    {
        (float[] features, int[] labels) = ProbeData.Draw(pictures, width, 2, 1, 3);
        (double[] values, double[] left) = LogMe.Decompose(features, pictures, width);
        double mean = 0;
        for (int c = 0; c < 2; c++)
        {
            double[] targets = [.. labels.Select(label => label == c ? 1.0 : 0)];
            double[] sides = [.. Enumerable.Range(0, values.Length).Select(j => RowOperations.Dot(left.AsSpan(j * pictures, pictures), targets))];
            (double evidence, double alpha, double beta) = LogMe.Maximise(values, sides, targets.Sum(), pictures, width);
            Assert.Equal(Evidence(features, width, targets, alpha, beta), evidence, 1e-6 * Math.Abs(evidence));
            foreach ((double a, double b) in ((double, double)[])[(1.05, 1), (0.95, 1), (1, 1.05), (1, 0.95)])
                Assert.True(Evidence(features, width, targets, a * alpha, b * beta) < evidence + 1e-9);
            mean += evidence / pictures / 2;
        }
        Assert.Equal(mean, LogMe.Of(features, width, labels, 2), 1e-12);
    }

    [Fact]
    public void Features_that_tell_the_class_score_higher_than_noise()
    {
        (float[] noise, int[] labels) = ProbeData.Draw(100, 5, 2, 0, 4);
        (float[] telling, _) = ProbeData.Draw(100, 5, 2, 3, 4);
        Assert.True(LogMe.Of(telling, 5, labels, 2) > LogMe.Of(noise, 5, labels, 2) + 0.2);
    }

    [Fact]
    public void A_class_without_pictures_does_not_count()
    {
        (float[] features, int[] labels) = ProbeData.Draw(30, 4, 2, 1, 5);
        Assert.Equal(LogMe.Of(features, 4, labels, 2), LogMe.Of(features, 4, labels, 3), 1e-12);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LogMe.Of([1, 2, 3], 2, [0, 1], 2));
        Assert.Throws<ArgumentException>(() => LogMe.Of([1, 2], 1, [0, 2], 2));
    }

    private static double Evidence(float[] features, int width, double[] targets, double alpha, double beta)
    {
        int n = targets.Length;
        var factor = new double[n, n];
        double[] solved = new double[n];
        double evidence = -n / 2.0 * Math.Log(2 * Math.PI);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = (i == j ? 1 / beta : 0) + Enumerable.Range(0, width).Sum(k => (double)features[i * width + k] * features[j * width + k]) / alpha;
                for (int k = 0; k < j; k++)
                    sum -= factor[i, k] * factor[j, k];
                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
            solved[i] = (targets[i] - Enumerable.Range(0, i).Sum(k => factor[i, k] * solved[k])) / factor[i, i];
            evidence -= Math.Log(factor[i, i]) + solved[i] * solved[i] / 2;
        }
        return evidence;
    }
}
