namespace Thaw.Kernels;

/// <summary>
/// The losses that training minimises, and their gradients with respect to the logits. Both are means over the batch of
/// weight(label) times the negative log of the probability of the label, in float64.
/// </summary>
internal static class CrossEntropy
{
    /// <summary>Binary: one logit z a picture, probability of class 1 is 1 / (1 + exp(-z)).</summary>
    /// <param name="logits">[N].</param>
    /// <param name="labels">[N], 0 or 1.</param>
    /// <param name="classWeights">Two weights, or empty for 1 each.</param>
    /// <param name="gradient">[N]; overwritten.</param>
    /// <returns>The mean loss, in nats.</returns>
    public static double Sigmoid(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, ReadOnlySpan<float> classWeights, Span<float> gradient)
    {
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double z = logits[i], weight = classWeights.IsEmpty ? 1 : classWeights[labels[i]];
            // log(1 + exp(z)) - label z, without overflow
            loss += weight * (Math.Max(z, 0) - z * labels[i] + Math.Log(1 + Math.Exp(-Math.Abs(z))));
            gradient[i] = (float)(weight * (Sigmoid(z) - labels[i]) / labels.Length);
        }
        return loss / labels.Length;
    }

    /// <summary>Several classes: one logit a class, probabilities are their softmax.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="labels">[N], 0 to classes - 1.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="classWeights">One a class, or empty for 1 each.</param>
    /// <param name="gradient">[N, classes]; overwritten.</param>
    /// <returns>The mean loss, in nats.</returns>
    public static double Softmax(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<float> classWeights,
        Span<float> gradient)
    {
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> z = logits.Slice(i * classes, classes);
            Span<float> dz = gradient.Slice(i * classes, classes);
            double weight = classWeights.IsEmpty ? 1 : classWeights[labels[i]], largest = Largest(z), sum = 0;
            for (int j = 0; j < classes; j++)
                sum += Math.Exp(z[j] - largest);
            for (int j = 0; j < classes; j++)
                dz[j] = (float)(weight * (Math.Exp(z[j] - largest) / sum - (j == labels[i] ? 1 : 0)) / labels.Length);
            loss += weight * (Math.Log(sum) + largest - z[labels[i]]);
        }
        return loss / labels.Length;
    }

    /// <summary>The probabilities of the classes of each picture.</summary>
    /// <param name="logits">[N], or [N, classes].</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="probabilities">[N, classes]; overwritten; each row adds up to 1.</param>
    public static void Probabilities(ReadOnlySpan<float> logits, int classes, Span<float> probabilities)
    {
        if (classes == 2)
        {
            for (int i = 0; i < logits.Length; i++)
            {
                double p = Sigmoid(logits[i]);
                probabilities[2 * i] = (float)(1 - p);
                probabilities[2 * i + 1] = (float)p;
            }
            return;
        }
        for (int i = 0; i < logits.Length; i += classes)
        {
            ReadOnlySpan<float> z = logits.Slice(i, classes);
            double largest = Largest(z), sum = 0;
            for (int j = 0; j < classes; j++)
                sum += Math.Exp(z[j] - largest);
            for (int j = 0; j < classes; j++)
                probabilities[i + j] = (float)(Math.Exp(z[j] - largest) / sum);
        }
    }

    private static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    private static double Largest(ReadOnlySpan<float> values)
    {
        float largest = values[0];
        foreach (float value in values)
            largest = Math.Max(largest, value);
        return largest;
    }
}
