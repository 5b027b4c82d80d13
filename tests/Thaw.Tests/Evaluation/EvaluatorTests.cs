using Thaw.Evaluation;
using Thaw.Kernels;

namespace Thaw.Tests.Evaluation;

public sealed class EvaluatorTests
{
    [Fact]
    public void Intervals_cover_the_true_accuracy_and_area_about_as_often_as_they_say()
    {
        const int Rounds = 400;
        const double Distance = 1.5;
        double trueAccuracy = Normal(Distance / 2), trueArea = Normal(Distance / Math.Sqrt(2));
        var random = new Pcg32(11);
        int accuracy = 0, area = 0;
        for (int round = 0; round < Rounds; round++)
        {
            (int[] labels, float[] rows) = TwoNormals(ref random, 80, Distance);
            Scorecard card = new Evaluator(labels, 2, resamples: 300, seed: (ulong)round).Evaluate(rows);
            accuracy += card.Estimates[0].Interval.Contains(trueAccuracy) ? 1 : 0;
            area += card.Estimates[1].Interval.Contains(trueArea) ? 1 : 0;
        }
        // 400 rounds of a true 95% give 95% +- 2.2 points twice over; a percentile bootstrap of 80 pictures is a little narrow
        Assert.InRange((double)accuracy / Rounds, 0.90, 0.985);
        Assert.InRange((double)area / Rounds, 0.90, 0.985);
    }

    [Fact]
    public void Paired_differences_cover_the_true_difference()
    {
        const int Rounds = 300, Pictures = 100;
        var random = new Pcg32(12);
        int covered = 0;
        for (int round = 0; round < Rounds; round++)
        {
            // The first is right with probability 0.9; the second agrees, but loses one in ten of what the first gets right: 0.81
            int[] labels = [.. Enumerable.Range(0, Pictures).Select(i => i % 2)];
            var first = new float[2 * Pictures];
            var second = new float[2 * Pictures];
            for (int i = 0; i < Pictures; i++)
            {
                bool right = random.NextDouble() < 0.9, also = right && random.NextDouble() < 0.9;
                first[2 * i + (right ? labels[i] : 1 - labels[i])] = 1;
                second[2 * i + (also ? labels[i] : 1 - labels[i])] = 1;
            }
            var evaluator = new Evaluator(labels, 2, resamples: 300, seed: (ulong)round);
            MetricEstimate difference = evaluator.Evaluate(first).Minus(evaluator.Evaluate(second))[0];
            covered += difference.Interval.Contains(0.09) ? 1 : 0;
        }
        Assert.InRange((double)covered / Rounds, 0.89, 0.985);
    }

    [Fact]
    public void The_value_is_the_mean_over_seeds_and_several_seeds_widen_the_interval()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 2)];
        ReadOnlyMemory<float> good = Certain(labels, wrong: 2), bad = Certain(labels, wrong: 18);
        var evaluator = new Evaluator(labels, 2);
        MetricEstimate both = evaluator.Evaluate([good, bad]).Estimates[0];
        Assert.Equal(0.75, both.Value, 12);
        // Drawing one seed twice has a chance of one in four on each side: the interval reaches both seeds' own values
        Assert.True(both.Interval.Contains(0.95) && both.Interval.Contains(0.55), both.ToString());
        MetricEstimate twice = evaluator.Evaluate([good, good]).Estimates[0];
        Assert.Equal(evaluator.Evaluate(good).Estimates[0], twice);
    }

    [Fact]
    public void Intervals_are_those_of_drawing_one_resample_after_another()
    {
        var random = new Pcg32(13);
        int[] labels = [.. Enumerable.Range(0, 50).Select(i => i % 3)];
        float[][] seeds = [ScoresTests.RandomRows(ref random, 50, 3), ScoresTests.RandomRows(ref random, 50, 3)];
        IReadOnlyList<MetricEstimate> estimates = new Evaluator(labels, 3, null, 500, seed: 4)
            .Evaluate([.. seeds.Select(rows => (ReadOnlyMemory<float>)rows)]).Estimates;

        var resampler = new Resampler(labels, null, 4);
        var means = new double[500];
        int[] pictures = new int[50], counts = new int[2];
        for (int r = 0; r < means.Length; r++)
        {
            resampler.DrawPictures(r, pictures);
            resampler.DrawSeeds(r, counts);
            for (int s = 0; s < 2; s++)
            {
                int right = Enumerable.Range(0, 50).Where(i => Decision.Of(seeds[s].AsSpan(3 * i, 3)) == labels[i]).Sum(i => pictures[i]);
                means[r] += counts[s] * right / 50.0 / 2;
            }
        }
        Array.Sort(means);
        // The ranks of the 2.5% and 97.5% points of 500 values, counted from 0, are 12.475 and 486.525
        Assert.Equal(means[12] + 0.475 * (means[13] - means[12]), estimates[0].Interval.Low, 1e-12);
        Assert.Equal(means[486] + 0.525 * (means[487] - means[486]), estimates[0].Interval.High, 1e-12);
        Assert.NotEqual(estimates, new Evaluator(labels, 3, null, 500, seed: 5)
            .Evaluate([.. seeds.Select(rows => (ReadOnlyMemory<float>)rows)]).Estimates);
    }

    [Fact]
    public void Where_all_is_right_accuracy_has_the_width_of_Wilsons_interval()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        var evaluator = new Evaluator(labels, 2);
        Scorecard perfect = evaluator.Evaluate(Certain(labels, wrong: 0));
        Assert.Equal(Intervals.Wilson(60, 60), perfect.Estimates[0].Interval);
        Interval difference = perfect.Minus(perfect)[0].Interval;
        Assert.Equal(Intervals.Wilson(0, 60).High, difference.High);
        Assert.Equal(-difference.High, difference.Low);
    }

    [Fact]
    public void Pictures_of_a_group_are_drawn_together()
    {
        // Four decks of 25 pictures, each deck right or wrong as a whole: there are 4 observations, not 100
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        string[] groups = [.. Enumerable.Range(0, 100).Select(i => $"deck {i / 25}")];
        var rows = new float[200];
        for (int i = 0; i < 100; i++)
            rows[2 * i + (i < 75 ? labels[i] : 1 - labels[i])] = 1;
        Interval apart = new Evaluator(labels, 2).Evaluate(rows).Estimates[0].Interval;
        Interval together = new Evaluator(labels, 2, groups).Evaluate(rows).Estimates[0].Interval;
        Assert.InRange(apart.High - apart.Low, 0.1, 0.2);
        Assert.InRange(together.High - together.Low, 0.5, 1);
    }

    [Fact]
    public void Each_resample_has_the_class_counts_of_the_test_set()
    {
        int[] labels = [.. Enumerable.Range(0, 30).Select(i => i < 6 ? 1 : 0)];
        var resampler = new Resampler(labels, null, 3);
        var weights = new int[30];
        var seen = new HashSet<string>();
        for (int r = 0; r < 50; r++)
        {
            resampler.DrawPictures(r, weights);
            Assert.Equal(6, weights[..6].Sum());
            Assert.Equal(24, weights[6..].Sum());
            seen.Add(string.Join(',', weights));
        }
        Assert.Equal(50, seen.Count);
    }

    [Fact]
    public void Two_thousand_resamples_of_five_plans_take_about_a_second()
    {
        var random = new Pcg32(14);
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        var evaluator = new Evaluator(labels, 2);
        ReadOnlyMemory<float>[] seeds = [.. Enumerable.Range(0, 3).Select(_ => (ReadOnlyMemory<float>)ScoresTests.RandomRows(ref random, 100, 2))];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (int plan = 0; plan < 5; plan++)
            evaluator.Evaluate(seeds);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }

    [Fact]
    public void Wrong_arguments_are_refused_with_what_was_expected()
    {
        Assert.Contains("at least one picture", Assert.Throws<ArgumentException>(() => new Evaluator([], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => new Evaluator([0, 2], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("2 groups", Assert.Throws<ArgumentException>(() => new Evaluator([0, 1], 2, ["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Evaluator([0], 1));
        Assert.Throws<ArgumentException>(() => new Evaluator([0, 1], 2).Evaluate(Array.Empty<ReadOnlyMemory<float>>()));
        Scorecard one = new Evaluator([0, 1], 2).Evaluate(new float[] { 1, 0, 0, 1 });
        Scorecard other = new Evaluator([0, 1, 2], 3).Evaluate(new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 });
        Assert.Throws<ArgumentException>(() => one.Minus(other));
    }

    private static ReadOnlyMemory<float> Certain(int[] labels, int wrong)
    {
        var rows = new float[2 * labels.Length];
        for (int i = 0; i < labels.Length; i++)
            rows[2 * i + (i < wrong ? 1 - labels[i] : labels[i])] = 1;
        return rows;
    }

    /// <summary>
    /// Half the pictures score around 0, half around the distance, each with deviation 1; the score becomes a probability by a
    /// sigmoid.
    /// </summary>
    private static (int[] Labels, float[] Rows) TwoNormals(ref Pcg32 random, int pictures, double distance)
    {
        var labels = new int[pictures];
        var rows = new float[2 * pictures];
        for (int i = 0; i < pictures; i++)
        {
            labels[i] = i % 2;
            double score = random.NextNormal() + (labels[i] - 0.5) * distance;
            rows[2 * i + 1] = (float)(1 / (1 + Math.Exp(-score)));
            rows[2 * i] = 1 - rows[2 * i + 1];
        }
        return (labels, rows);
    }

    /// <summary>The standard normal distribution function, by Simpson's rule.</summary>
    private static double Normal(double x)
    {
        const int Steps = 1000;
        double h = x / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++)
            sum += Math.Exp(-h * i * h * i / 2) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
