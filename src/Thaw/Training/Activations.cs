using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>Reads what layers of a network give for pictures. Outputs of a layer are held for all pictures at once, so ask for pooling layers and few pictures.</summary>
public static class Activations
{
    /// <summary>What layers give for each picture, as they are or averaged over each feature map.</summary>
    /// <param name="network">Its buffers are planned anew.</param>
    /// <param name="examples">The pictures.</param>
    /// <param name="preprocessing">The backbone's.</param>
    /// <param name="layers">Names of layers, such as <c>block5_pool</c>; what comes out of them is read.</param>
    /// <param name="pooled">Whether each channel's mean over its map is taken, so that a picture has as many numbers as the layer has channels;
    /// otherwise it has them all, rows, columns, channels.</param>
    /// <param name="batchSize">Pictures a pass, at least 1; it does not change the result.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    /// <returns>For each layer, in the order of the names, [pictures, features].</returns>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static IReadOnlyList<float[]> Of(Network network, Examples examples, Preprocessing preprocessing, IReadOnlyList<string> layers,
        bool pooled = true, int batchSize = 32, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentNullException.ThrowIfNull(layers);
        int[] after = [.. layers.Select(name => IndexOf(network, name) + 1)];
        int[] stops = [.. after.Distinct().Order()];
        var results = new float[layers.Count][];
        using var pictures = new PictureBatches(examples, preprocessing, Augmentation.None, 0);
        // From each layer to the next, so that no layer is computed twice
        float[] input = new float[examples.Count * network.InputShapes[0].Length];
        pictures.Fill([.. Enumerable.Range(0, examples.Count)], 0, input);
        int start = 0;
        foreach (int stop in stops)
        {
            float[] output = Run(network, input, examples.Count, start, stop, batchSize, cancellation);
            for (int i = 0; i < after.Length; i++)
            {
                if (after[i] == stop)
                    results[i] = pooled ? Pooled(output, network.InputShapes[stop]) : output;
            }
            (input, start) = (output, stop);
        }
        return results;
    }

    private static int IndexOf(Network network, string layer)
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            if (network.Layers[i].Name == layer)
                return i;
        }
        throw new ArgumentException($"No layer is named '{layer}'; the layers are {string.Join(", ", network.Layers.Select(l => l.Name))}.", nameof(layer));
    }

    private static float[] Run(Network network, float[] input, int count, int start, int stop, int batchSize, CancellationToken cancellation)
    {
        network.Plan(Math.Min(batchSize, Math.Max(1, count)), start: start, end: stop);
        int inputLength = network.InputShapes[start].Length, outputLength = network.InputShapes[stop].Length;
        float[] output = new float[count * outputLength];
        for (int first = 0; first < count; first += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int now = Math.Min(batchSize, count - first);
            network.SetCount(now);
            network.Device.Upload(input.AsSpan(first * inputLength, now * inputLength), network.Input);
            network.Device.Download(network.Forward(now), output.AsSpan(first * outputLength, now * outputLength));
        }
        return output;
    }

    private static float[] Pooled(float[] output, Shape picture)
    {
        int channels = picture[picture.Rank - 1], places = picture.Length / channels, pictures = output.Length / picture.Length;
        if (places == 1)
            return output;
        float[] means = new float[pictures * channels];
        double[] sums = new double[channels];
        for (int p = 0; p < pictures; p++)
        {
            Array.Clear(sums);
            ReadOnlySpan<float> map = output.AsSpan(p * picture.Length, picture.Length);
            for (int i = 0; i < map.Length; i++)
                sums[i % channels] += map[i];
            for (int c = 0; c < channels; c++)
                means[p * channels + c] = (float)(sums[c] / places);
        }
        return means;
    }
}
