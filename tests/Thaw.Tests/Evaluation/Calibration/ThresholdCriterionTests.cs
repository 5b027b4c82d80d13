using Thaw.Evaluation;
using Thaw.Evaluation.Calibration;
using Thaw.Tests.References;

namespace Thaw.Tests.Evaluation.Calibration;

public class ThresholdCriterionTests
{
    [Theory]
    [InlineData("0.5", ThresholdKind.Fixed, 0.5)]
    [InlineData("0", ThresholdKind.Fixed, 0)]
    [InlineData("1", ThresholdKind.Fixed, 1)]
    [InlineData("0.25", ThresholdKind.Fixed, 0.25)]
    [InlineData("f1", ThresholdKind.F1, double.NaN)]
    [InlineData("youden", ThresholdKind.Youden, double.NaN)]
    [InlineData("recall=0.95", ThresholdKind.Recall, 0.95)]
    [InlineData("precision=1", ThresholdKind.Precision, 1)]
    public void Text_is_read_and_written_the_same(string text, ThresholdKind kind, double value)
    {
        Assert.True(ThresholdCriterion.TryParse(text, out ThresholdCriterion? criterion));
        Assert.Equal((kind, value, text), (criterion.Kind, criterion.Value, criterion.ToString()));
        Assert.Equal(text == "0.5", criterion.IsHalf);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("F1")]
    [InlineData("-0.1")]
    [InlineData("1.01")]
    [InlineData("nan")]
    [InlineData("recall")]
    [InlineData("recall=0")]
    [InlineData("recall=1.5")]
    [InlineData("precision=")]
    [InlineData("precision=NaN")]
    [InlineData("accuracy=0.9")]
    [InlineData("0,5")]
    public void Other_text_is_refused(string? text) => Assert.False(ThresholdCriterion.TryParse(text, out _));

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 150)]
    [InlineData(3, 7)]
    [InlineData(4, 300)]
    public void No_threshold_of_a_fine_grid_is_better(ulong seed, int count)
    {
        (int[] labels, float[] rows) = TemperatureScalingTests.Drawn(seed, count, 1.5);
        for (int i = 0; i < rows.Length; i += 2)
        {
            rows[i + 1] = MathF.Round(rows[i + 1], 2); // ties
            rows[i] = 1 - rows[i + 1];
        }
        float[] positive = [.. rows.Where((_, i) => i % 2 == 1)];
        static double F1(int tp, int fp, int fn, int tn) => 2.0 * tp / (2 * tp + fp + fn);
        static double Youden(int tp, int fp, int fn, int tn) => (double)tp / (tp + fn) + (double)tn / (tn + fp) - 1;
        float f1 = ThresholdCriterion.BestF1.Choose(labels, rows), youden = ThresholdCriterion.BestYouden.Choose(labels, rows);
        Assert.Equal(ReferenceCalibration.Best(labels, positive, F1), ReferenceCalibration.ValueAt(labels, positive, f1, F1), 12);
        Assert.Equal(ReferenceCalibration.Best(labels, positive, Youden), ReferenceCalibration.ValueAt(labels, positive, youden, Youden), 12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    [InlineData(1)]
    public void A_share_that_is_asked_for_is_reached_and_the_next_threshold_would_not_do(double share)
    {
        (int[] labels, float[] rows) = TemperatureScalingTests.Drawn(6, 200, 1.2);
        float[] positive = [.. rows.Where((_, i) => i % 2 == 1)];
        double Recall(float t) => ReferenceCalibration.ValueAt(labels, positive, t, (tp, fp, fn, tn) => (double)tp / (tp + fn));
        double Precision(float t) => ReferenceCalibration.ValueAt(labels, positive, t, (tp, fp, fn, tn) => (double)tp / (tp + fp));
        float recall = Of($"recall={share.ToString(System.Globalization.CultureInfo.InvariantCulture)}").Choose(labels, rows);
        Assert.True(Recall(recall) >= share);
        float nextUp = positive.Where(p => p >= recall).Min();
        Assert.True(Recall(MathF.BitIncrement(nextUp)) < share);
        float precision = Of($"precision={share.ToString(System.Globalization.CultureInfo.InvariantCulture)}").Choose(labels, rows);
        double best = positive.Max(Precision);
        Assert.True(Precision(precision) >= Math.Min(share, best));
        Assert.All(positive.Where(p => p < precision), p => Assert.True(Precision(p) < Math.Min(share, best)));
    }

    [Fact]
    public void Thresholds_lie_in_the_middle_of_gaps_and_near_a_half_where_several_are_best()
    {
        Assert.Equal(0.5f, ThresholdCriterion.BestF1.Choose([0, 1], [0.9f, 0.1f, 0.1f, 0.9f]));
        // One negative between two positives: 0.7 and 0.2 are equally good, and 0.7 is nearer
        Assert.Equal(0.7f, ThresholdCriterion.BestYouden.Choose([0, 1, 0, 1], [0.9f, 0.1f, 0.7f, 0.3f, 0.4f, 0.6f, 0.2f, 0.8f]), 1e-6f);
        Assert.Equal(0, Of("recall=1").Choose([1, 0], [0.9f, 0.1f, 0.1f, 0.9f]));
    }

    [Fact]
    public void Neighbouring_floats_are_divided()
    {
        float low = 0.7f, high = MathF.BitIncrement(low);
        float threshold = ThresholdCriterion.BestF1.Choose([0, 1], [1 - low, low, 1 - high, high]);
        Assert.True(threshold > low && threshold <= high);
    }

    [Fact]
    public void One_class_alone_leaves_a_half_and_numbers_are_taken_as_they_are()
    {
        Assert.Equal(0.5f, ThresholdCriterion.BestF1.Choose([1, 1], [0.4f, 0.6f, 0.2f, 0.8f]));
        Assert.Equal(0.5f, ThresholdCriterion.Half.Choose([0, 1], [0.4f, 0.6f, 0.2f, 0.8f]));
        Assert.Equal(0.3f, Of("0.3").Choose([0, 1], [0.4f, 0.6f, float.NaN, float.NaN]));
        Assert.Throws<ArgumentException>(() => ThresholdCriterion.BestF1.Choose([0, 2], [1, 0, 1, 0]));
        Assert.Throws<ArgumentException>(() => ThresholdCriterion.BestF1.Choose([0, 1], [1, 0, 1]));
    }

    /// <summary>A threshold flows into every metric that decides, and into none that does not.</summary>
    [Fact]
    public void Evaluator_matrix_and_mcnemar_decide_by_the_threshold()
    {
        (int[] labels, float[] rows) = TemperatureScalingTests.Drawn(8, 100, 1);
        var evaluator = new Evaluator(labels, 2, resamples: 20);
        double[] half = [.. evaluator.Evaluate(rows).Estimates.Select(e => e.Value)], other = [.. evaluator.Evaluate(rows, 0.2f).Estimates.Select(e => e.Value)];
        Metric[] changed = [.. Metrics.Of(2).Where((_, m) => half[m] != other[m])];
        Assert.Equal([Metric.Accuracy, Metric.F1Score, Metric.PositivePrecision, Metric.PositiveRecall, Metric.NegativePrecision, Metric.NegativeRecall], changed);
        var matrix = new ConfusionMatrix(labels, rows, 2, 0.2f);
        Assert.Equal(other[0], (matrix[0, 0] + matrix[1, 1]) / 100.0, 12);
        Assert.Equal(half, evaluator.Evaluate([rows, rows], [0.5f, 0.5f]).Estimates.Select(e => e.Value));
        McNemar test = evaluator.Compare(rows, rows, 0.2f, 0.5f);
        Assert.Equal(100 * (other[0] - half[0]), test.OnlyFirstRight - test.OnlySecondRight, 9);
        Assert.Throws<ArgumentException>(() => evaluator.Evaluate([rows, rows], [0.5f]));
    }

    private static ThresholdCriterion Of(string text) => ThresholdCriterion.TryParse(text, out ThresholdCriterion? criterion) ? criterion : throw new ArgumentException(text);
}
