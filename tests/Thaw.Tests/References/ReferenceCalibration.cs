namespace Thaw.Tests.References;

/// <summary>Calibration by the definitions, a case at a time: slow, but each line is a line of a paper.</summary>
internal static class ReferenceCalibration
{
    /// <summary>Log loss in nats of two-class answers whose logits are divided by a temperature.</summary>
    public static double LogLoss(int[] labels, float[] positive, double temperature)
    {
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double z = Math.Log(positive[i] / (1.0 - positive[i])) / temperature, p = 1 / (1 + Math.Exp(-z));
            sum -= Math.Log(labels[i] == 1 ? p : 1 - p);
        }
        return sum / labels.Length;
    }

    /// <summary>Of thresholds, all with the best value of a measure of the answers called positive from there on.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="positive">The probability of class 1.</param>
    /// <param name="measure">Of true positives, false positives, false negatives and true negatives; NaN never wins.</param>
    /// <returns>The best value on a grid of thresholds from 0 to 1 that is finer than the answers.</returns>
    public static double Best(int[] labels, float[] positive, Func<int, int, int, int, double> measure) =>
        Enumerable.Range(0, 20_001).Select(k => ValueAt(labels, positive, k / 20_000f, measure)).Where(value => !double.IsNaN(value)).Max();

    /// <summary>The measure at a threshold.</summary>
    public static double ValueAt(int[] labels, float[] positive, float threshold, Func<int, int, int, int, double> measure)
    {
        int Count(int label, bool told) => labels.Where((truth, i) => truth == label && positive[i] >= threshold == told).Count();
        return measure(Count(1, true), Count(0, true), Count(1, false), Count(0, false));
    }

    /// <summary>The mean calibration error of exact confidences in one bin, over all 2^n ways to be right and wrong.</summary>
    public static double ErrorByChance(double[] confidences)
    {
        double mean = 0;
        for (int outcome = 0; outcome < 1 << confidences.Length; outcome++)
        {
            double chance = 1, right = 0;
            for (int i = 0; i < confidences.Length; i++)
            {
                bool isRight = (outcome >> i & 1) == 1;
                chance *= isRight ? confidences[i] : 1 - confidences[i];
                right += isRight ? 1 : 0;
            }
            mean += chance * Math.Abs(right - confidences.Sum()) / confidences.Length;
        }
        return mean;
    }
}
