using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Weights;

/// <summary>Moves weights between layers and named tensors.</summary>
internal static class NetworkWeights
{
    /// <summary>Copies the weights of layers from tensors of the same names, checking each shape.</summary>
    /// <param name="layers">Changed.</param>
    /// <param name="tensors">Where from; more than the layers need is fine.</param>
    /// <param name="source">What to call the tensors' source in errors.</param>
    /// <exception cref="WeightsFormatException">A tensor is missing or has another shape.</exception>
    public static void Load(IEnumerable<Layer> layers, NamedTensors tensors, string source)
    {
        foreach (Parameter parameter in WeightsOf(layers))
        {
            Shape expected = parameter.Value.Shape;
            if (!tensors.TryGet(parameter.Name, out NamedTensor? tensor))
                throw new WeightsFormatException($"'{source}' has no tensor '{parameter.Name}'; expected one of shape {expected}.");
            if (!expected.Sizes.SequenceEqual(tensor.Shape))
                throw new WeightsFormatException($"'{source}': tensor '{parameter.Name}' should have shape {expected}, got [{string.Join(", ", tensor.Shape)}].");
            parameter.Set(tensor.Values);
        }
    }

    /// <summary>Adds the weights of layers under their own names.</summary>
    /// <param name="layers">Where from.</param>
    /// <param name="tensors">Where to.</param>
    public static void Save(IEnumerable<Layer> layers, NamedTensors tensors)
    {
        foreach (Parameter parameter in WeightsOf(layers))
            tensors.Add(parameter.Name, parameter.Value.Shape.Sizes.ToArray(), parameter.ToArray());
    }

    /// <summary>
    /// Adds the weights of layers with every normalisation folded into the convolution before it: kernel times s, and bias
    /// beta - s mean, where s = gamma / sqrt(variance + epsilon). In inference both compute the same.
    /// </summary>
    /// <param name="layers">Where from.</param>
    /// <param name="tensors">Where to.</param>
    public static void SaveFolded(IEnumerable<Layer> layers, NamedTensors tensors)
    {
        Layer[] all = layers.ToArray();
        for (int i = 0; i < all.Length; i++)
        {
            if (i + 1 < all.Length && all[i] is Conv2D conv && all[i + 1] is BatchNormalization norm)
                Fold(conv, norm, tensors);
            else if (all[i] is not BatchNormalization)
                Save([all[i]], tensors);
        }
    }

    private static void Fold(Conv2D conv, BatchNormalization norm, NamedTensors tensors)
    {
        float[] kernel = conv.Parameters[0].ToArray(), bias = new float[conv.Filters];
        float[] gamma = norm.Parameters[0].ToArray(), beta = norm.Parameters[1].ToArray();
        float[] mean = norm.Statistics[0].ToArray(), variance = norm.Statistics[1].ToArray();
        Fold(kernel, bias, gamma, beta, mean, variance, BatchNormalization.Epsilon);
        tensors.Add($"{conv.Name}/kernel", conv.Parameters[0].Value.Shape.Sizes.ToArray(), kernel);
        tensors.Add($"{conv.Name}/bias", [conv.Filters], bias);
    }

    /// <summary>Folds a normalisation into the convolution before it, in place.</summary>
    /// <param name="kernel">[3, 3, in, out].</param>
    /// <param name="bias">[out].</param>
    /// <param name="gamma">[out].</param>
    /// <param name="beta">[out].</param>
    /// <param name="mean">[out].</param>
    /// <param name="variance">[out].</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public static void Fold(float[] kernel, float[] bias, float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon)
    {
        for (int k = 0; k < bias.Length; k++)
        {
            double scale = gamma[k] / Math.Sqrt(variance[k] + epsilon);
            for (int i = k; i < kernel.Length; i += bias.Length)
                kernel[i] = (float)(kernel[i] * scale);
            bias[k] = (float)(beta[k] + scale * ((double)bias[k] - mean[k]));
        }
    }

    private static IEnumerable<Parameter> WeightsOf(IEnumerable<Layer> layers) =>
        layers.SelectMany(layer => layer.Parameters.Concat(layer.Statistics));
}
