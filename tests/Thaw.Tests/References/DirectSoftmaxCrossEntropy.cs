namespace Thaw.Tests.References;

/// <summary>
/// The softmax with cross-entropy in float64, from logits z [N,K] and labels 0..K-1: the weighted mean over n of
/// <c>log(sum over k of exp(z[n,k])) - z[n,label]</c>, which divides by the sum of the labels' weights (PyTorch's
/// <c>CrossEntropyLoss(weight=...)</c>).
/// </summary>
internal static class DirectSoftmaxCrossEntropy
{
    /// <param name="classWeights">A weight for each of the K labels; null weighs all 1.</param>
    public static double Loss(double[] logits, int[] labels, int k, double[]? classWeights = null)
    {
        double loss = 0;
        for (int n = 0; n < labels.Length; n++)
            loss -= Weight(classWeights, labels[n]) * LogProbability(logits, n, labels[n], k);
        return loss / TotalWeight(labels, classWeights);
    }

    /// <summary><c>weight[label] * (softmax(z)[n,k] - (k == label)) / total weight</c></summary>
    public static double[] LogitsGradient(double[] logits, int[] labels, int k, double[]? classWeights = null)
    {
        var gradient = new double[logits.Length];
        double total = TotalWeight(labels, classWeights);
        for (int i = 0; i < logits.Length; i++)
        {
            int n = i / k, label = labels[n];
            double probability = Math.Exp(LogProbability(logits, n, i % k, k));
            gradient[i] = Weight(classWeights, label) * (probability - (i % k == label ? 1 : 0)) / total;
        }
        return gradient;
    }

    /// <summary>log softmax(z)[n,k], with the row's maximum taken off first so that nothing overflows.</summary>
    private static double LogProbability(double[] logits, int n, int index, int k)
    {
        double[] row = logits[(n * k)..(n * k + k)];
        double most = row.Max();
        return row[index] - most - Math.Log(row.Sum(z => Math.Exp(z - most)));
    }

    private static double TotalWeight(int[] labels, double[]? classWeights) => labels.Sum(label => Weight(classWeights, label));

    private static double Weight(double[]? classWeights, int label) => classWeights is null ? 1 : classWeights[label];
}
