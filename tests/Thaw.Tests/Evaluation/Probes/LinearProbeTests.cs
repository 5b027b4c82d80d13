using Thaw.Evaluation.Probes;
using Thaw.Tests.References;

namespace Thaw.Tests.Evaluation.Probes;

public sealed class LinearProbeTests
{
    // Both forms, more pictures than features and fewer, against refits without each group by elimination
    [Theory]
    [InlineData(30, 4, 1)]
    [InlineData(30, 4, 3)]
    [InlineData(12, 20, 1)]
    [InlineData(12, 20, 4)]
    public void What_is_left_out_gets_what_a_fit_without_it_says(int pictures, int width, int together)
    {
        (float[] features, int[] labels) = ProbeData.Draw(pictures, width, 3, 1, 5);
        var path = new RidgePath(features, width, labels, 3);
        double[][] rows = Standardised(features, pictures, width);
        int[][]? units = together == 1 ? null : [.. Enumerable.Range(0, pictures).GroupBy(i => i / together).Select(g => g.ToArray())];
        foreach (double penalty in (double[])[0.3, 50])
        {
            double[] heldOut = path.HeldOut(penalty, units);
            for (int i = 0; i < pictures; i++)
            {
                int[] others = [.. Enumerable.Range(0, pictures).Where(j => j / together != i / together)];
                for (int c = 0; c < 3; c++)
                {
                    double[] weights = DirectRidge.Fit([.. others.Select(j => rows[j])], [.. others.Select(j => labels[j] == c ? 1.0 : 0)], penalty);
                    Assert.Equal(DirectRidge.Predict(weights, rows[i]), heldOut[c * pictures + i], 1e-7);
                }
            }
        }
    }

    [Theory]
    [InlineData(30, 4)]
    [InlineData(12, 20)]
    public void Coefficients_are_those_of_the_normal_equations(int pictures, int width)
    {
        (float[] features, int[] labels) = ProbeData.Draw(pictures, width, 2, 1, 6);
        (double[] weights, double[] biases) = new RidgePath(features, width, labels, 2).Coefficients(2.5);
        double[][] rows = Standardised(features, pictures, width);
        double[] expected = DirectRidge.Fit(rows, [.. labels.Select(label => (double)label)], 2.5);
        for (int i = 0; i < pictures; i++)
        {
            double score = biases[1] + Enumerable.Range(0, width).Sum(k => weights[width + k] * features[i * width + k]);
            Assert.Equal(DirectRidge.Predict(expected, rows[i]), score, 1e-8);
        }
    }

    [Fact]
    public void Classes_that_lie_apart_are_told_apart_and_noise_is_not()
    {
        (float[] features, int[] labels) = ProbeData.Draw(300, 10, 3, 8, 7);
        var probe = LinearProbe.Fit(features[..2000], 10, labels[..200], 3);
        Assert.Equal(1, probe.Accuracy(features.AsSpan(2000), labels[200..]), 0.02);
        Assert.Equal(1, LinearProbe.CrossValidated(features, 10, labels, 3).Accuracy, 0.02);
        (features, labels) = ProbeData.Draw(300, 400, 3, 0, 8);
        ProbeAccuracy noise = LinearProbe.CrossValidated(features, 400, labels, 3);
        Assert.Equal(1 / 3.0, noise.Accuracy, 3 * noise.StandardError);
        Assert.Equal(Math.Sqrt(noise.Accuracy * (1 - noise.Accuracy) / 299), noise.StandardError, 1e-9);
    }

    [Fact]
    public void Weak_signs_in_many_features_take_a_strong_penalty()
    {
        (float[] features, int[] labels) = ProbeData.Draw(60, 200, 2, 1, 9);
        (float[] few, int[] theirs) = ProbeData.Draw(600, 3, 2, 1, 9);
        Assert.True(LinearProbe.Fit(features, 200, labels, 2).Penalty > LinearProbe.Fit(few, 3, theirs, 2).Penalty);
    }

    [Fact]
    public void The_labels_of_a_fold_do_not_reach_its_own_predictions()
    {
        (float[] features, int[] labels) = ProbeData.Draw(60, 8, 2, 1, 10);
        int[][] units = ProbeFolds.Units(60, null);
        int[] fold = ProbeFolds.Deal(labels, 2, units, 5);
        // All labels of a fold the other way round, with as many of each, so that the pictures are dealt the same
        int[] zeros = [.. Enumerable.Range(0, 60).Where(i => fold[i] == 2 && labels[i] == 0)], ones = [.. Enumerable.Range(0, 60).Where(i => fold[i] == 2 && labels[i] == 1)];
        Assert.Equal(zeros.Length, ones.Length);
        int[] changed = [.. labels.Select((label, i) => fold[i] == 2 ? 1 - label : label)];
        string?[] groups = [.. fold.Select(f => "fold " + f)];
        ProbeAccuracy before = LinearProbe.CrossValidated(features, 8, labels, 2, 5, groups), after = LinearProbe.CrossValidated(features, 8, changed, 2, 5, groups);
        foreach (int i in Enumerable.Range(0, 60).Where(i => fold[i] == 2))
            Assert.Equal(before.Predictions[i], after.Predictions[i]);
        Assert.NotEqual(before.Accuracy, after.Accuracy);
    }

    [Fact]
    public void Groups_stay_in_one_fold_and_widen_the_error()
    {
        // Each group has a place of its own and a class that the place does not tell: only a picture's group mates know
        (float[] features, _) = ProbeData.Draw(200, 30, 2, 0, 11);
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i / 10 * 7 % 20 % 2)];
        string?[] groups = [.. Enumerable.Range(0, 200).Select(i => "g" + i / 10)];
        for (int i = 0; i < 200; i++)
            features[i * 30 + i / 10] += 60 * (1 + i / 10);
        Assert.True(LinearProbe.CrossValidated(features, 30, labels, 2).Accuracy > 0.9);
        ProbeAccuracy grouped = LinearProbe.CrossValidated(features, 30, labels, 2, 5, groups);
        Assert.True(grouped.Accuracy < 0.75, $"{grouped.Accuracy}");
        Assert.True(grouped.StandardError > 1.5 * Math.Sqrt(grouped.Accuracy * (1 - grouped.Accuracy) / 200));
    }

    [Fact]
    public void Threads_change_nothing_and_probabilities_sum_to_one()
    {
        (float[] features, int[] labels) = ProbeData.Draw(90, 12, 3, 2, 12);
        ProbeAccuracy one = LinearProbe.CrossValidated(features, 12, labels, 3), two = LinearProbe.CrossValidated(features, 12, labels, 3, threads: 2);
        Assert.Equal(one.Predictions, two.Predictions);
        Assert.Equal(one.StandardError, two.StandardError);
        var probe = LinearProbe.Fit(features, 12, labels, 3);
        float[] probabilities = probe.Probabilities(features);
        for (int i = 0; i < 90; i++)
            Assert.Equal(1, probabilities[3 * i] + probabilities[3 * i + 1] + probabilities[3 * i + 2], 1e-5);
        Assert.Equal(probe.HeldOutAccuracy, Enumerable.Range(0, 90).Average(i => probabilities[3 * i + labels[i]]), 0.12); // about calibrated
    }

    [Fact]
    public void Of_too_many_pictures_a_fixed_part_is_used_and_constant_features_do_not_matter()
    {
        (float[] features, int[] labels) = ProbeData.Draw(LinearProbe.MostPictures + 100, 2, 2, 3, 13);
        ProbeAccuracy result = LinearProbe.CrossValidated(features, 2, labels, 2, 2);
        Assert.Equal(100, result.Predictions.Count(found => found < 0));
        Assert.InRange(result.Accuracy, 0.95, 1);
        (features, labels) = ProbeData.Draw(50, 3, 2, 3, 14);
        for (int i = 0; i < 50; i++)
            features[3 * i + 2] = 7;
        Assert.True(LinearProbe.Fit(features, 3, labels, 2).HeldOutAccuracy > 0.9);
        Assert.Equal(0.5, LinearProbe.Fit(new float[50], 1, labels, 2).Accuracy(new float[50], labels)); // nothing but constants
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit([1, 2, 3], 2, [0, 1], 2));
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit([1, 2], 1, [0, 2], 2));
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit([1, float.NaN], 1, [0, 1], 2));
        Assert.Throws<ArgumentException>(() => LinearProbe.CrossValidated([1, 2], 1, [0, 1], 2, 2, ["a", "a"]));
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit([1, 2], 1, [0, 1], 2).Accuracy([1], []));
    }

    private static double[][] Standardised(float[] features, int pictures, int width)
    {
        (double[] means, double[] factors) = RidgePath.Scaling(features, pictures, width);
        return [.. Enumerable.Range(0, pictures).Select(i => Enumerable.Range(0, width).Select(k => (features[i * width + k] - means[k]) * factors[k]).ToArray())];
    }
}
