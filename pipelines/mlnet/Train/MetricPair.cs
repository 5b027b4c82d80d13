using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.Evaluation;

namespace Pipeline.MLNet.Train;

/// <summary>A metric of the same predictions, by ML.NET and by Thaw.</summary>
internal sealed record MetricPair(Metric Metric, double ByMLNet, double ByThaw)
{
    /// <summary>How far the two are apart; 0 where nothing is defined, which ML.NET calls 0 and Thaw NaN.</summary>
    public double Difference => (double.IsNaN(ByThaw) && ByMLNet == 0) || ByMLNet.Equals(ByThaw) ? 0 : Math.Abs(ByMLNet - ByThaw);

    /// <summary>Measures scored rows both ways.</summary>
    public static IReadOnlyList<MetricPair> Of(MLContext context, IDataView scored)
    {
        CalibratedBinaryClassificationMetrics metrics = context.BinaryClassification.Evaluate(scored);
        bool[] labels = [.. scored.GetColumn<bool>("Label")];
        float[] probabilities = [.. scored.GetColumn<float>("Probability")];
        int[] numbers = [.. labels.Select(label => label ? 1 : 0)];
        Scorecard own = new Evaluator(numbers, 2, resamples: 1).Evaluate(probabilities.SelectMany(p => new[] { 1 - p, p }).ToArray());
        return [.. own.Estimates.Select(estimate => new MetricPair(estimate.Metric, ValueOf(metrics, estimate.Metric),
            estimate.Metric == Metric.AreaUnderPrecisionRecallCurve ? StraightArea(Curves.PrecisionRecall(numbers, probabilities)) : estimate.Value))];
    }

    // Thaw's own number is average precision; ML.NET joins the points of the curve, from (0, 1) on, with straight lines
    private static double StraightArea(IReadOnlyList<CurvePoint> curve)
    {
        double area = 0, recall = 0, precision = 1;
        foreach (CurvePoint point in curve)
        {
            area += (point.X - recall) * (precision + point.Y) / 2;
            (recall, precision) = (point.X, point.Y);
        }
        return area;
    }

    private static double ValueOf(CalibratedBinaryClassificationMetrics metrics, Metric metric) => metric switch
    {
        Metric.Accuracy => metrics.Accuracy,
        Metric.AreaUnderRocCurve => metrics.AreaUnderRocCurve,
        Metric.AreaUnderPrecisionRecallCurve => metrics.AreaUnderPrecisionRecallCurve,
        Metric.F1Score => metrics.F1Score,
        Metric.PositivePrecision => metrics.PositivePrecision,
        Metric.PositiveRecall => metrics.PositiveRecall,
        Metric.NegativePrecision => metrics.NegativePrecision,
        Metric.NegativeRecall => metrics.NegativeRecall,
        Metric.LogLoss => metrics.LogLoss,
        Metric.LogLossReduction => metrics.LogLossReduction,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "No metric of two classes."),
    };
}
