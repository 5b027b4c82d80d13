namespace Thaw.Evaluation;

/// <summary>How probabilities become a class.</summary>
public static class Decision
{
    /// <summary>Of two classes, the probability from which a picture is called positive where nothing else is said.</summary>
    public const float Threshold = 0.5f;

    /// <summary>
    /// The class that is told: of two, class 1 where its probability is at least the threshold; of more, the most
    /// probable, the first of equals.
    /// </summary>
    /// <param name="probabilities">One picture's probabilities, a class each, at least two.</param>
    /// <param name="threshold">Of two classes; without meaning for more.</param>
    public static int Of(ReadOnlySpan<float> probabilities, float threshold = Threshold)
    {
        if (probabilities.Length == 2)
            return probabilities[1] >= threshold ? 1 : 0;
        int best = 0;
        for (int c = 1; c < probabilities.Length; c++)
        {
            if (probabilities[c] > probabilities[best])
                best = c;
        }
        return best;
    }
}
