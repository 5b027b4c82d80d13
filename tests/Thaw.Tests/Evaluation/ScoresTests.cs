using Thaw.Evaluation;
using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Evaluation;

public sealed class ScoresTests
{
    private static readonly int[] Labels = [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0];

    private static readonly float[] Positive =
    [
        .1f, .9f, .8f, .3f, .5f, .5f, .6f, .4f, .8f, .05f, .95f, .45f, .7f, .2f, .2f, .1f, .6f, .8f, .99f, .01f, .55f, .75f, .65f, .35f,
    ];

    [Fact]
    public void Two_class_metrics_are_those_of_scikit_learn()
    {
        double[] values = MeasureTwo(Labels, Positive, Ones(Labels.Length));
        // scikit-learn 1.2.1 and, for the last two, its log_loss over ln 2 and over the entropy of 13 of 24
        double[] expected =
        [
            0.7916666666666666, 0.8566433566433566, 0.8557636807636808, 0.8148148148148148, 0.7857142857142857,
            0.8461538461538461, 0.8, 0.7272727272727273, 0.6681510625105942, 0.3284811551059029,
        ];
        AssertClose(expected, values, 1e-7);
    }

    [Fact]
    public void Many_class_metrics_are_those_of_scikit_learn()
    {
        int[] labels = [0, 1, 2, 2, 1, 0, 2, 1, 2, 2];
        float[] probabilities =
        [
            .7f, .2f, .1f, .2f, .5f, .3f, .1f, .2f, .7f, .4f, .3f, .3f, .3f, .3f, .4f,
            .5f, .25f, .25f, .05f, .05f, .9f, .1f, .8f, .1f, .3f, .4f, .3f, .2f, .2f, .6f,
        ];
        var values = new double[4];
        new Scores(labels, probabilities, 3).Measure(Ones(10), values);
        AssertClose([0.7, 0.7555555555555555, 0.6550892239417063, 0.36377671410320056], values, 1e-7);
    }

    [Fact]
    public void Areas_are_those_of_the_definitions_for_random_scores_with_ties()
    {
        var random = new Pcg32(5);
        for (int round = 0; round < 50; round++)
        {
            int n = 5 + random.NextInt(40);
            int[] labels = [.. Enumerable.Range(0, n).Select(i => i < 2 ? i : random.NextInt(2))];
            float[] scores = [.. Enumerable.Range(0, n).Select(_ => random.NextInt(9) / 8f)];
            double[] values = MeasureTwo(labels, scores, Ones(n));
            Assert.Equal(ReferenceMetrics.AreaUnderRocCurve(labels, scores), values[1], 12);
            Assert.Equal(ReferenceMetrics.AveragePrecision(labels, scores), values[2], 12);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_weight_counts_as_so_many_copies(int classes)
    {
        var random = new Pcg32(6);
        int[] labels = [.. Enumerable.Range(0, 30).Select(i => i % classes)];
        float[] probabilities = RandomRows(ref random, 30, classes);
        int[] weights = [.. Enumerable.Range(0, 30).Select(i => (i * 7) % 4)];
        int[] copies = [.. Enumerable.Range(0, 30).SelectMany(i => Enumerable.Repeat(i, weights[i]))];
        var weighted = new double[Metrics.Of(classes).Count];
        var repeated = new double[weighted.Length];
        new Scores(labels, probabilities, classes).Measure(weights, weighted);
        float[] rows = [.. copies.SelectMany(i => probabilities.Skip(i * classes).Take(classes))];
        new Scores([.. copies.Select(i => labels[i])], rows, classes).Measure(Ones(copies.Length), repeated);
        AssertClose(repeated, weighted, 1e-12);
    }

    [Fact]
    public void What_is_not_defined_is_NaN()
    {
        // Nothing is called positive, and nothing is
        double[] values = MeasureTwo([0, 0], [.1f, .2f], Ones(2));
        Assert.Equal(1, values[0]);
        Assert.All(new[] { 1, 2, 3, 4, 5, 9 }, m => Assert.True(double.IsNaN(values[m]), $"value {m} is {values[m]}"));
        Assert.Equal(1, values[6]);
        Assert.Equal(1, values[7]);
    }

    [Fact]
    public void F1_is_0_where_positives_are_all_missed()
    {
        Assert.Equal(0, MeasureTwo([0, 1], [.1f, .2f], Ones(2))[3]);
    }

    [Fact]
    public void A_certain_mistake_costs_50_bits_and_not_infinity()
    {
        Assert.Equal(Math.Log2(1e15), MeasureTwo([1], [0f], Ones(1))[8], 9);
    }

    [Fact]
    public void NaN_counts_as_0()
    {
        double[] nan = MeasureTwo([0, 1, 1], [.3f, float.NaN, .9f], Ones(3));
        double[] zero = MeasureTwo([0, 1, 1], [.3f, 0f, .9f], Ones(3));
        AssertClose(zero[..8], nan[..8], 0);
        Assert.Equal(zero[8], nan[8], 12);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.5f)]
    [InlineData(float.PositiveInfinity)]
    public void Probabilities_out_of_range_are_refused(float probability)
    {
        var error = Assert.Throws<ArgumentException>(() => new Scores([0], [1, probability], 2));
        Assert.Contains("0 to 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probability_that_rounding_put_beyond_1_counts_as_1()
    {
        Assert.Equal(0, MeasureTwo([1], [1.00001f], [1])[8]);
    }

    [Fact]
    public void A_wrong_size_is_refused()
    {
        Assert.Contains("2 x 3", Assert.Throws<ArgumentException>(() => new Scores([0, 1], new float[5], 3)).Message, StringComparison.Ordinal);
    }

    internal static float[] RandomRows(ref Pcg32 random, int pictures, int classes)
    {
        var rows = new float[pictures * classes];
        for (int i = 0; i < pictures; i++)
        {
            Span<float> row = rows.AsSpan(i * classes, classes);
            float sum = 0;
            for (int c = 0; c < classes; c++)
                sum += row[c] = random.NextFloat() + 0.01f;
            for (int c = 0; c < classes; c++)
                row[c] /= sum;
        }
        return rows;
    }

    private static double[] MeasureTwo(int[] labels, float[] positive, int[] weights)
    {
        var values = new double[10];
        new Scores(labels, [.. positive.SelectMany(p => new[] { 1 - p, p })], 2).Measure(weights, values);
        return values;
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"value {i}: expected {expected[i]}, got {actual[i]}");
    }
}
