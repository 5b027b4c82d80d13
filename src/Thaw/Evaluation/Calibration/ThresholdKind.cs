namespace Thaw.Evaluation.Calibration;

/// <summary>What a threshold is chosen by.</summary>
public enum ThresholdKind
{
    /// <summary>It is given.</summary>
    Fixed,

    /// <summary>The best F1 score: the harmonic mean of the positive class's precision and recall.</summary>
    F1,

    /// <summary>The best of Youden's index (1950): the recall of the positive class plus that of the negative one, minus 1.</summary>
    Youden,

    /// <summary>The highest threshold that finds at least a share of the positive pictures.</summary>
    Recall,

    /// <summary>The lowest threshold from which at least a share of the pictures called positive is so.</summary>
    Precision,
}
