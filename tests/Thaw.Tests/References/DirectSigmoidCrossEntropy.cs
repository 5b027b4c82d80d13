namespace Thaw.Tests.References;

/// <summary>
/// The sigmoid with binary cross-entropy in float64, from logits z [N] and labels 0 or 1:
/// <c>mean over n of weight[label] * (log(1 + exp(-|z|)) + max(z, 0) - z * label)</c>, which no logit overflows.
/// The mean is plain: it divides by N whatever the weights (PyTorch's <c>BCEWithLogitsLoss</c>).
/// </summary>
internal static class DirectSigmoidCrossEntropy
{
    /// <param name="classWeights">Weights of the labels 0 and 1; null weighs both 1.</param>
    public static double Loss(double[] logits, int[] labels, double[]? classWeights = null) =>
        logits.Zip(labels, (z, label) => Weight(classWeights, label)
            * (Math.Log(1 + Math.Exp(-Math.Abs(z))) + Math.Max(z, 0) - z * label)).Sum() / logits.Length;

    /// <summary><c>weight[label] * (sigmoid(z) - label) / N</c></summary>
    public static double[] LogitsGradient(double[] logits, int[] labels, double[]? classWeights = null) =>
        [.. logits.Zip(labels, (z, label) => Weight(classWeights, label) * (Sigmoid(z) - label) / logits.Length)];

    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    private static double Weight(double[]? classWeights, int label) => classWeights is null ? 1 : classWeights[label];
}
