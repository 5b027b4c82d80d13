namespace Thaw.Evaluation;

/// <summary>
/// The metrics of a classifier, with the names and definitions of ML.NET's <c>CalibratedBinaryClassificationMetrics</c>
/// and <c>MulticlassClassificationMetrics</c>. Of two classes, class 1 is the positive one, and a picture is called
/// positive where its probability is at least the threshold, 0.5 where none is chosen. A value that is not defined (precision where nothing was called
/// positive, a curve's area where one class is absent) is NaN.
/// </summary>
public enum Metric
{
    /// <summary>Two classes: the share of pictures whose class was told right, 0 to 1.</summary>
    Accuracy,

    /// <summary>
    /// Two classes: the probability that a positive picture scores higher than a negative one, ties counting half
    /// (Mann and Whitney 1947), 0 to 1; a guess gives 0.5.
    /// </summary>
    AreaUnderRocCurve,

    /// <summary>
    /// Two classes: average precision, the sum over thresholds of precision times the recall gained there (no interpolation
    /// between points), 0 to 1; a guess gives the share of positives.
    /// </summary>
    AreaUnderPrecisionRecallCurve,

    /// <summary>Two classes: the harmonic mean of positive precision and recall, 0 to 1.</summary>
    F1Score,

    /// <summary>Two classes: of the pictures called positive, the share that is.</summary>
    PositivePrecision,

    /// <summary>Two classes: of the positive pictures, the share that was called so.</summary>
    PositiveRecall,

    /// <summary>Two classes: of the pictures called negative, the share that is.</summary>
    NegativePrecision,

    /// <summary>Two classes: of the negative pictures, the share that was called so.</summary>
    NegativeRecall,

    /// <summary>More than two classes: the share of pictures whose class was told right, 0 to 1.</summary>
    MicroAccuracy,

    /// <summary>More than two classes: the mean over classes of the share of its pictures told right, 0 to 1.</summary>
    MacroAccuracy,

    /// <summary>
    /// The mean of minus the logarithm of the probability given to the true class, 0 to about 50; lower is better. As in
    /// ML.NET the logarithm has base 2 (bits) for two classes and base e (nats) for more. Probabilities are kept at or above
    /// 1e-15, so that one certain mistake does not make the mean infinite.
    /// </summary>
    LogLoss,

    /// <summary>
    /// How much of the log loss of always giving the test set's own class shares is gone: 1 - logLoss / entropy. 1 is perfect,
    /// 0 is no better than the shares, below 0 is worse.
    /// </summary>
    LogLossReduction,
}
