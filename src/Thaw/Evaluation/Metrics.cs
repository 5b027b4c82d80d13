namespace Thaw.Evaluation;

/// <summary>Which metrics there are for a number of classes, and how to name and read them.</summary>
public static class Metrics
{
    private static readonly Metric[] Binary =
    [
        Metric.Accuracy, Metric.AreaUnderRocCurve, Metric.AreaUnderPrecisionRecallCurve, Metric.F1Score,
        Metric.PositivePrecision, Metric.PositiveRecall, Metric.NegativePrecision, Metric.NegativeRecall,
        Metric.LogLoss, Metric.LogLossReduction,
    ];

    private static readonly Metric[] Multiclass = [Metric.MicroAccuracy, Metric.MacroAccuracy, Metric.LogLoss, Metric.LogLossReduction];

    /// <summary>The metrics of a classifier, in the order of <see cref="Metric"/>.</summary>
    /// <param name="classes">How many classes it tells apart, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 classes.</exception>
    public static IReadOnlyList<Metric> Of(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        return classes == 2 ? Binary : Multiclass;
    }

    /// <summary>
    /// The share of pictures told right: <see cref="Metric.Accuracy"/> of two classes, <see cref="Metric.MicroAccuracy"/> of
    /// more.
    /// </summary>
    /// <param name="classes">How many classes, at least 2.</param>
    public static Metric AccuracyOf(int classes) => Of(classes)[0];

    /// <summary>The metric's name in files: ML.NET's, beginning with a small letter, such as <c>areaUnderRocCurve</c>.</summary>
    /// <param name="metric">A metric.</param>
    public static string NameOf(Metric metric)
    {
        string name = metric.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The metric's name for people, such as <c>area under the ROC curve</c>.</summary>
    /// <param name="metric">A metric.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such metric.</exception>
    public static string TitleOf(Metric metric) => metric switch
    {
        Metric.Accuracy or Metric.MicroAccuracy => "accuracy",
        Metric.MacroAccuracy => "mean accuracy of the classes",
        Metric.AreaUnderRocCurve => "area under the ROC curve",
        Metric.AreaUnderPrecisionRecallCurve => "area under the precision-recall curve",
        Metric.F1Score => "F1 score",
        Metric.PositivePrecision => "positive precision",
        Metric.PositiveRecall => "positive recall",
        Metric.NegativePrecision => "negative precision",
        Metric.NegativeRecall => "negative recall",
        Metric.LogLoss => "log loss",
        Metric.LogLossReduction => "log loss reduction",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "No such metric."),
    };

    /// <summary>Whether a larger value is better: true for all but <see cref="Metric.LogLoss"/>.</summary>
    /// <param name="metric">A metric.</param>
    public static bool IsHigherBetter(Metric metric) => metric != Metric.LogLoss;

    /// <summary>Whether the metric is a share, 0 to 1, that reads best as a percentage.</summary>
    /// <param name="metric">A metric.</param>
    public static bool IsShare(Metric metric) => metric is not (Metric.LogLoss or Metric.LogLossReduction
        or Metric.AreaUnderRocCurve or Metric.AreaUnderPrecisionRecallCurve or Metric.F1Score);
}
