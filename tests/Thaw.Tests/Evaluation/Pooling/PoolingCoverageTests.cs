using Thaw.Evaluation;
using Thaw.Evaluation.Pooling;
using Thaw.Kernels;
using Xunit.Abstractions;

namespace Thaw.Tests.Evaluation.Pooling;

/// <summary>
/// A small world in which the truth is known: pictures are points of two classes, a plan is a classifier that is really trained (the nearest class mean over all
/// coordinates against the first coordinate alone), a seed leaves out a fifth of the training points. Each simulated study has pictures of its own.
/// </summary>
public sealed class PoolingCoverageTests(ITestOutputHelper output)
{
    private const int Studies = 1000, Pictures = 80, Coordinates = 6, Test = 16, Train = 48, Seeds = 2;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    public void Intervals_hold_the_truth_in_at_least_93_of_100_studies(int splits)
    {
        var studies = new List<IReadOnlyList<SplitScores>>();
        for (int study = 0; study < Studies; study++)
            studies.Add(Study(splits, new Pcg32((ulong)study, (ulong)splits)));
        PooledEstimate[] pooled = [.. studies.Select(study => SplitPooling.Pool(study, -1))];
        double truth = pooled.Average(estimate => estimate.Value); // each study's value is without bias
        double held = pooled.Count(estimate => estimate.Interval.Contains(truth)) / (double)Studies;
        double naive = studies.Count(study => Math.Abs(study.Average(split => split.Mean) - truth) <= NaiveHalf(study)) / (double)Studies;
        output.WriteLine($"{splits} splits: {held:0.000} hold the truth {truth:0.0000}, without the correction {naive:0.000}; mean width {pooled.Average(p => p.Interval.High - p.Interval.Low):0.000}");
        Assert.InRange(truth, 0.005, 0.2);
        Assert.True(held >= 0.93, $"{held} of the intervals over {splits} splits hold the truth {truth}; without the correction {naive}.");
        // The test could fail: what takes the splits for independent does, once there are more than a few
        Assert.True(splits < 5 || naive < 0.9, $"Without the correction {naive} hold it.");
    }

    /// <summary>Student's t over the splits as if they were independent.</summary>
    private static double NaiveHalf(IReadOnlyList<SplitScores> study)
    {
        double mean = study.Average(split => split.Mean);
        double variance = study.Sum(split => (split.Mean - mean) * (split.Mean - mean)) / (study.Count - 1);
        return StudentT.Critical(0.05, study.Count - 1) * Math.Sqrt(variance / study.Count);
    }

    private static IReadOnlyList<SplitScores> Study(int splits, Pcg32 random)
    {
        var points = new double[Pictures][];
        for (int i = 0; i < Pictures; i++)
        {
            double side = i % 2 == 0 ? -0.5 : 0.5;
            points[i] = new double[Coordinates];
            for (int c = 0; c < Coordinates; c++)
                points[i][c] = random.NextNormal() + side * (c == 0 ? 2 : 0.6);
        }
        var study = new List<SplitScores>();
        for (int split = 0; split < splits; split++)
        {
            int[] order = [.. Enumerable.Range(0, Pictures)];
            random.Shuffle(order.AsSpan());
            int[] test = order[..Test], train = order[Test..(Test + Train)];
            string[] names = [.. test.Select(i => $"{i}")];
            var values = new List<double[]>();
            for (int seed = 0; seed < Seeds; seed++)
            {
                random.Shuffle(train.AsSpan());
                int[] seen = train[..(Train * 4 / 5)];
                double[] all = Direction(points, seen, Coordinates), first = Direction(points, seen, 1);
                values.Add([.. test.Select(i => Right(points[i], i, all) - Right(points[i], i, first))]);
            }
            study.Add(new SplitScores(names, names, values, Train));
        }
        return study;
    }

    // The difference of the class means over the first coordinates, and last where the middle between them lies
    private static double[] Direction(double[][] points, int[] seen, int coordinates)
    {
        var direction = new double[coordinates + 1];
        for (int c = 0; c < coordinates; c++)
        {
            double even = seen.Where(i => i % 2 == 0).Average(i => points[i][c]), odd = seen.Where(i => i % 2 == 1).Average(i => points[i][c]);
            direction[c] = odd - even;
            direction[^1] += direction[c] * (odd + even) / 2;
        }
        return direction;
    }

    private static double Right(double[] point, int picture, double[] direction)
    {
        double sum = -direction[^1];
        for (int c = 0; c < direction.Length - 1; c++)
            sum += direction[c] * point[c];
        return sum > 0 == (picture % 2 == 1) ? 1 : 0;
    }
}
