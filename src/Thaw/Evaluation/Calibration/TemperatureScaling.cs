namespace Thaw.Evaluation.Calibration;

/// <summary>
/// Temperature scaling (Guo et al. 2017, "On Calibration of Modern Neural Networks"): one number T above 0 that all logits are divided by, so
/// that probabilities say how often answers are right. T above 1 makes a network that is too sure of itself less sure, below 1 surer. The order
/// of classes stays, and so does the order of pictures of two classes.
/// <para>
/// Logits are taken back from probabilities: a softmax's are log p but for a number that all share, a sigmoid's is log p - log(1 - p). A
/// probability below 1e-15 counts as 1e-15, as in the log loss, so that a logit of two classes lies within 34.5 of 0; NaN counts as 0.
/// </para>
/// </summary>
public static class TemperatureScaling
{
    /// <summary>The lowest temperature that is found.</summary>
    public const double Lowest = 0.05;

    /// <summary>The highest temperature that is found.</summary>
    public const double Highest = 20;

    private const double LeastProbability = 1e-15;
    private const int Halvings = 60;
    private const int Digits = 6;

    /// <summary>
    /// The temperature with the least log loss on labelled pictures that the network was not trained on, to six digits after the point.
    /// </summary>
    /// <param name="labels">Each picture's true label, in [0, <paramref name="classes"/>); at least one picture.</param>
    /// <param name="probabilities"><c>[picture, class]</c>, a row after another.</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <returns>
    /// <see cref="Lowest"/> to <see cref="Highest"/>; 1 where the loss still falls at the lowest, as it does where every picture is told right:
    /// then the pictures say nothing of how far confidence may go.
    /// </returns>
    /// <exception cref="ArgumentException">The sizes do not fit, there is no picture, or a label is out of range.</exception>
    /// <remarks>
    /// The loss is convex in 1/T, so its slope changes its sign once, and halving the range of log T finds where.
    /// </remarks>
    public static double Find(IReadOnlyList<int> labels, ReadOnlySpan<float> probabilities, int classes)
    {
        Answers.Check(labels, probabilities, classes);
        double[] logits = new double[probabilities.Length];
        for (int i = 0; i < logits.Length; i++)
            logits[i] = Logit(probabilities[i]);
        double low = Math.Log(Lowest), high = Math.Log(Highest);
        if (Slope(labels, logits, classes, 1 / Lowest) <= 0)
            return 1;
        if (Slope(labels, logits, classes, 1 / Highest) >= 0)
            return Highest;
        for (int n = 0; n < Halvings; n++)
        {
            double middle = (low + high) / 2;
            if (Slope(labels, logits, classes, Math.Exp(-middle)) > 0)
                low = middle;
            else
                high = middle;
        }
        return Math.Round(Math.Exp((low + high) / 2), Digits);
    }

    /// <summary>A picture's probabilities under a temperature.</summary>
    /// <param name="probabilities">A class each, as the network gives them; at least two.</param>
    /// <param name="temperature">Above 0 and finite; 1 copies the probabilities bit by bit.</param>
    /// <param name="calibrated">Receives as many; may be the same memory.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not above 0 and finite.</exception>
    /// <exception cref="ArgumentException"><paramref name="calibrated"/> has another length.</exception>
    public static void Apply(ReadOnlySpan<float> probabilities, double temperature, Span<float> calibrated)
    {
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "Expected a temperature above 0.");
        if (calibrated.Length != probabilities.Length)
            throw new ArgumentException($"Expected room for {probabilities.Length} probabilities, got {calibrated.Length}.", nameof(calibrated));
        if (temperature == 1)
        {
            probabilities.CopyTo(calibrated);
            return;
        }
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float p in probabilities)
            largest = Math.Max(largest, Logit(p));
        foreach (float p in probabilities)
            sum += Math.Exp((Logit(p) - largest) / temperature);
        for (int c = 0; c < calibrated.Length; c++)
            calibrated[c] = (float)(Math.Exp((Logit(probabilities[c]) - largest) / temperature) / sum);
    }

    /// <summary>The slope of the summed log loss in b = 1/T: the mean logit under the scaled probabilities minus the true class's.</summary>
    private static double Slope(IReadOnlyList<int> labels, double[] logits, int classes, double b)
    {
        double slope = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            ReadOnlySpan<double> z = logits.AsSpan(i * classes, classes);
            double largest = z[0], sum = 0, weighted = 0;
            for (int c = 1; c < classes; c++)
                largest = Math.Max(largest, z[c]);
            for (int c = 0; c < classes; c++)
            {
                double share = Math.Exp(b * (z[c] - largest));
                sum += share;
                weighted += share * z[c];
            }
            slope += weighted / sum - z[labels[i]];
        }
        return slope;
    }

    private static double Logit(float probability) => Math.Log(float.IsNaN(probability) ? LeastProbability : Math.Clamp(probability, LeastProbability, 1));
}
