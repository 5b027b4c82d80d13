namespace Thaw.Evaluation;

/// <summary>A point of a curve, with the probability from which a picture is called positive there.</summary>
/// <param name="X">False positive rate, or recall; 0 to 1.</param>
/// <param name="Y">True positive rate, or precision; 0 to 1.</param>
/// <param name="Threshold">
/// The lowest score that is called positive; positive infinity at a curve's beginning, where none is.
/// </param>
public readonly record struct CurvePoint(double X, double Y, double Threshold);

/// <summary>
/// What a two-class model can trade at other thresholds than 0.5. Class 1 is positive; equal scores change sides together; NaN
/// counts as 0.
/// </summary>
public static class Curves
{
    /// <summary>
    /// The receiver operating characteristic: false positive rate against true positive rate, from (0, 0) to (1, 1), a point a
    /// threshold, without those on a straight line between their neighbours. Empty where a class is absent.
    /// </summary>
    /// <param name="labels">True labels, 0 or 1.</param>
    /// <param name="scores">The positive class's probability, a picture each.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static IReadOnlyList<CurvePoint> Roc(IReadOnlyList<int> labels, ReadOnlySpan<float> scores)
    {
        var points = new List<CurvePoint>();
        (int positives, int negatives, List<(float Score, int Positive, int Negative)> steps) = Cumulate(labels, scores);
        if (positives == 0 || negatives == 0)
            return points;
        points.Add(new CurvePoint(0, 0, double.PositiveInfinity));
        long lastPositive = 0, lastNegative = 0, beforePositive = 0, beforeNegative = 0;
        foreach ((float score, int positive, int negative) in steps)
        {
            // The last point is of no use where the way to it and the way from it have one direction
            bool straight = (positive - lastPositive) * (lastNegative - beforeNegative)
                == (negative - lastNegative) * (lastPositive - beforePositive);
            if (straight && points.Count > 1)
                points.RemoveAt(points.Count - 1);
            else
                (beforePositive, beforeNegative) = (lastPositive, lastNegative);
            (lastPositive, lastNegative) = (positive, negative);
            points.Add(new CurvePoint((double)negative / negatives, (double)positive / positives, score));
        }
        return points;
    }

    /// <summary>
    /// Precision against recall, a point a threshold, from the highest on; X is recall and never falls. Empty where there are no
    /// positive pictures.
    /// </summary>
    /// <param name="labels">True labels, 0 or 1.</param>
    /// <param name="scores">The positive class's probability, a picture each.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static IReadOnlyList<CurvePoint> PrecisionRecall(IReadOnlyList<int> labels, ReadOnlySpan<float> scores)
    {
        (int positives, _, List<(float Score, int Positive, int Negative)> steps) = Cumulate(labels, scores);
        return positives == 0
            ? []
            : [.. steps.Select(s => new CurvePoint((double)s.Positive / positives, (double)s.Positive / (s.Positive + s.Negative), s.Score))];
    }

    private static (int Positives, int Negatives, List<(float Score, int Positive, int Negative)> Steps) Cumulate(
        IReadOnlyList<int> labels, ReadOnlySpan<float> scores)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Length != labels.Count)
            throw new ArgumentException($"Expected {labels.Count} scores, one a picture, got {scores.Length}.", nameof(scores));
        float[] sorted = scores.ToArray();
        for (int i = 0; i < sorted.Length; i++)
        {
            if (float.IsNaN(sorted[i]))
                sorted[i] = 0;
        }
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var steps = new List<(float, int, int)>();
        int positives = 0, negatives = 0;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            if (labels[order[i]] == 1)
                positives++;
            else
                negatives++;
            if (i == 0 || sorted[i - 1] != sorted[i])
                steps.Add((sorted[i], positives, negatives));
        }
        return (positives, negatives, steps);
    }
}
