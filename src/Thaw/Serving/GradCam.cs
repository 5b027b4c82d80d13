using Thaw.Networks;

namespace Thaw.Serving;

/// <summary>
/// Grad-CAM (Selvaraju et al. 2017): the channels of a convolution's output (behind its ReLU, before any pooling), each weighted by the mean over its cells of the
/// gradient of the class's logit, added up; what is negative becomes 0, and the largest value 1.
/// </summary>
internal static class GradCam
{
    /// <summary>The fewest cells on a side that the default layer has. ResNet's last layer, which the method is mostly used with, has as many.</summary>
    private const int FewestCells = 7;

    /// <summary>Computes a map for the picture of the network's last forward pass, which was of one picture.</summary>
    /// <param name="network">Planned for the layer's gradient.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="label">The class.</param>
    public static HeatGrid Map(Network network, int layer, int label)
    {
        float[] sign = new float[network.Logits];
        if (sign.Length == 1)
            sign[0] = label == 1 ? 1 : -1; // one logit speaks for class 1, its negative for class 0
        else
            sign[label] = 1;
        (Tensors.Tensor output, Tensors.Tensor gradient) = network.OutputGradient(layer, sign);
        int rows = output.Shape[1], columns = output.Shape[2], channels = output.Shape[3];
        float[] activations = new float[output.Shape.Length], slopes = new float[output.Shape.Length];
        network.Device.Download(output, activations);
        network.Device.Download(gradient, slopes);
        float[] map = Weigh(activations, slopes, channels);
        return new HeatGrid(map, columns, rows, (float)network.InputShapes[0][2] / Stride(network, layer), (float)network.InputShapes[0][1] / Stride(network, layer));
    }

    /// <summary>The index of the layer that is looked at.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">A convolution's name; null for the default: the last convolution whose output has at least <see cref="FewestCells"/> cells on a side.</param>
    /// <exception cref="ArgumentException">No convolution has that name.</exception>
    public static int LayerOf(Network network, string? name)
    {
        int[] convolutions = [.. Enumerable.Range(0, network.Layers.Count).Where(i => network.Layers[i] is Conv2D)];
        if (name is not null)
        {
            int named = convolutions.FirstOrDefault(i => network.Layers[i].Name == name, -1);
            return named >= 0 ? named : throw new ArgumentException($"Expected the name of a convolution, got '{name}'; there are "
                + $"{string.Join(", ", convolutions.Select(i => network.Layers[i].Name))}.", nameof(name));
        }
        return convolutions.Last(i => Math.Min(network.InputShapes[i][1], network.InputShapes[i][2]) >= FewestCells);
    }

    private static float[] Weigh(ReadOnlySpan<float> activations, ReadOnlySpan<float> slopes, int channels)
    {
        double[] weights = new double[channels];
        for (int i = 0; i < slopes.Length; i++)
            weights[i % channels] += slopes[i];
        double[] sums = new double[activations.Length / channels];
        double largest = 0;
        for (int cell = 0; cell < sums.Length; cell++)
        {
            for (int c = 0; c < channels; c++)
                sums[cell] += weights[c] * activations[cell * channels + c];
            largest = sums[cell] > largest ? sums[cell] : largest;
        }
        // What is not a number is no evidence, and a sum that is beyond all numbers leaves the others none
        float[] map = new float[sums.Length];
        for (int cell = 0; cell < map.Length && largest > 0; cell++)
            map[cell] = !(sums[cell] > 0) ? 0 : double.IsInfinity(largest) ? (double.IsInfinity(sums[cell]) ? 1 : 0) : (float)(sums[cell] / largest);
        return map;
    }

    private static int Stride(Network network, int layer) => 1 << network.Layers.Take(layer).Count(l => l is MaxPooling2D);
}
