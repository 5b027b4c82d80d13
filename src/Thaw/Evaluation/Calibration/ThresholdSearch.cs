namespace Thaw.Evaluation.Calibration;

/// <summary>Tries every threshold that divides pictures differently.</summary>
internal static class ThresholdSearch
{
    /// <summary>A threshold and whom it calls positive.</summary>
    /// <param name="Threshold">0 to 1.</param>
    /// <param name="TruePositive">Positive pictures that are called so.</param>
    /// <param name="FalsePositive">Negative pictures that are called positive.</param>
    /// <param name="Positives">All positive pictures.</param>
    /// <param name="Negatives">All negative pictures.</param>
    public readonly record struct Cut(float Threshold, int TruePositive, int FalsePositive, int Positives, int Negatives)
    {
        public double Recall => (double)TruePositive / Positives;

        public double Precision => (double)TruePositive / (TruePositive + FalsePositive);

        public double F1 => 2.0 * TruePositive / (TruePositive + FalsePositive + Positives);

        /// <summary>Youden's index times the positives times the negatives: whole, so that equals are equal.</summary>
        public double Youden => (double)TruePositive * Negatives - (double)FalsePositive * Positives;
    }

    /// <summary>The thresholds from the highest down, each calling at least one picture positive; none where a class is absent.</summary>
    public static List<Cut> Cuts(IReadOnlyList<int> labels, ReadOnlySpan<float> probabilities)
    {
        var scores = new float[labels.Count];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = float.IsNaN(probabilities[2 * i + 1]) ? 0 : Math.Clamp(probabilities[2 * i + 1], 0, 1);
        int positives = labels.Count(label => label == 1), negatives = labels.Count - positives;
        var cuts = new List<Cut>();
        if (positives == 0 || negatives == 0)
            return cuts;
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        int truePositive = 0, falsePositive = 0;
        for (int n = 0; n < order.Length; n++)
        {
            if (labels[order[n]] == 1)
                truePositive++;
            else
                falsePositive++;
            if (n + 1 == order.Length)
                cuts.Add(new Cut(0, truePositive, falsePositive, positives, negatives));
            else if (scores[order[n + 1]] < scores[order[n]])
                cuts.Add(new Cut(Between(scores[order[n + 1]], scores[order[n]]), truePositive, falsePositive, positives, negatives));
        }
        return cuts;
    }

    public static float Best(ThresholdCriterion criterion, List<Cut> cuts)
    {
        if (cuts.Count == 0)
            return Decision.Threshold;
        switch (criterion.Kind)
        {
            case ThresholdKind.F1:
                return Most(cuts, cut => cut.F1);
            case ThresholdKind.Youden:
                return Most(cuts, cut => cut.Youden);
            case ThresholdKind.Recall:
                return cuts.First(cut => cut.Recall >= criterion.Value).Threshold;
            default:
                double enough = Math.Min(criterion.Value, cuts.Max(cut => cut.Precision));
                return cuts.Last(cut => cut.Precision >= enough).Threshold;
        }
    }

    private static float Most(List<Cut> cuts, Func<Cut, double> measure)
    {
        double best = cuts.Max(measure);
        return cuts.Where(cut => measure(cut) == best).MinBy(cut => Math.Abs(cut.Threshold - Decision.Threshold)).Threshold;
    }

    /// <summary>The middle, which calls the higher one positive and the lower one not.</summary>
    private static float Between(float low, float high)
    {
        float middle = (float)(((double)low + high) / 2);
        return middle > low ? middle : high;
    }
}
