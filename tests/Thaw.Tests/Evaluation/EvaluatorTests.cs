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
        // 400 rounds of a true 95% give 95% +- 2.2 points twice over
        Assert.InRange((double)accuracy / Rounds, 0.925, 0.985);
        Assert.InRange((double)area / Rounds, 0.925, 0.985);
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
        Assert.True(both.Interval.Contains(0.95) && both.Interval.Contains(0.55), both.ToString());
        MetricEstimate twice = evaluator.Evaluate([good, good]).Estimates[0];
        Assert.Equal(evaluator.Evaluate(good).Estimates[0], twice);
    }

    [Fact]
    public void The_variance_is_that_of_pictures_resampled_plus_that_between_seeds()
    {
        var random = new Pcg32(13);
        int[] labels = [.. Enumerable.Range(0, 50).Select(i => i % 3)];
        float[][] seeds = [ScoresTests.RandomRows(ref random, 50, 3), ScoresTests.RandomRows(ref random, 50, 3)];
        ReadOnlyMemory<float>[] rows = [seeds[0], seeds[1]];
        MetricEstimate accuracy = new Evaluator(labels, 3, null, 500, seed: 4).Evaluate(rows).Estimates[0];

        double[][] right = [.. seeds.Select(seed => Enumerable.Range(0, 50)
            .Select(i => Decision.Of(seed.AsSpan(3 * i, 3)) == labels[i] ? 1.0 : 0).ToArray())];
        var resampler = new Resampler(labels, null, 4);
        var means = new double[500];
        var pictures = new int[50];
        for (int r = 0; r < means.Length; r++)
        {
            resampler.DrawPictures(r, pictures);
            means[r] = Enumerable.Range(0, 50).Sum(i => pictures[i] * (right[0][i] + right[1][i])) / 100;
        }
        // 50 pictures in three classes leave 47 degrees of freedom; of two values the sample variance is half the squared difference
        double mean = means.Average(), ofPictures = means.Sum(m => (m - mean) * (m - mean)) / 499 * 50 / 47;
        double between = Math.Pow(right[0].Average() - right[1].Average(), 2) / 2 / 2, variance = ofPictures + between;
        double degrees = variance * variance / (ofPictures * ofPictures / 47 + between * between);
        Interval expected = Intervals.Share(accuracy.Value, new Uncertainty(variance, Math.Max(1, degrees)), 50);
        Assert.Equal(expected.Low, accuracy.Interval.Low, 1e-9);
        Assert.Equal(expected.High, accuracy.Interval.High, 1e-9);
        Assert.NotEqual(accuracy, new Evaluator(labels, 3, null, 500, seed: 5).Evaluate(rows).Estimates[0]);
    }

    [Fact]
    public void A_difference_is_beyond_5_percent_where_its_interval_holds_0()
    {
        var random = new Pcg32(15);
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        int apart = 0;
        for (int round = 0; round < 40; round++)
        {
            var evaluator = new Evaluator(labels, 2, null, 200);
            Scorecard good = evaluator.Evaluate([Certain(labels, random.NextInt(6)), Certain(labels, random.NextInt(6))]);
            Scorecard bad = evaluator.Evaluate([Certain(labels, random.NextInt(30)), Certain(labels, random.NextInt(30))]);
            MetricEstimate difference = good.Minus(bad)[0], back = bad.Minus(good)[0];
            Assert.Equal(difference.Interval.Contains(0), difference.PValue > 0.05);
            Assert.Equal(difference.PValue, back.PValue, 1e-12);
            Assert.Equal(difference.Interval.Low, -back.Interval.High, 1e-12);
            apart += difference.PValue <= 0.05 ? 1 : 0;
        }
        Assert.InRange(apart, 1, 39);
    }

    [Fact]
    public void One_resample_or_one_picture_a_class_gives_no_interval_but_Wilsons()
    {
        IReadOnlyList<MetricEstimate> once = new Evaluator([0, 1, 0, 1], 2, null, resamples: 1).Evaluate(new float[] { 1, 0, 1, 0, 1, 0, 0, 1 }).Estimates;
        Assert.Equal(Intervals.Wilson(3, 4), once[0].Interval);
        Assert.All(once.Where(e => e.Metric == Metric.LogLoss), e => Assert.False(e.Interval.IsKnown));
        Scorecard two = new Evaluator([0, 1], 2).Evaluate(new float[] { 1, 0, 0.2f, 0.8f });
        Assert.Equal(Intervals.Wilson(2, 2), two.Estimates[0].Interval);
        Assert.False(two.Minus(two)[0].Interval.IsKnown);
        Assert.True(double.IsNaN(two.Minus(two)[0].PValue));
    }

    [Fact]
    public void Where_all_is_right_accuracy_has_the_width_of_Wilsons_interval()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        var evaluator = new Evaluator(labels, 2);
        Scorecard perfect = evaluator.Evaluate(Certain(labels, wrong: 0));
        Assert.Equal(Intervals.Wilson(60, 60), perfect.Estimates[0].Interval);
        Interval difference = perfect.Minus(perfect)[0].Interval;
        Assert.Equal(Intervals.Wilson(0, 60).High, difference.High, 1e-6);
        Assert.Equal(-difference.High, difference.Low);
        Assert.Equal(1, perfect.Minus(perfect)[0].PValue);
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
