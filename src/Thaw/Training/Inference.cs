using Thaw.Images;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>Runs a trained network over pictures.</summary>
public static class Inference
{
    /// <summary>The probabilities of the classes of each example. What comes of a picture does not depend on the others or on the batch size.</summary>
    /// <param name="network">Its buffers are planned anew.</param>
    /// <param name="examples">The pictures.</param>
    /// <param name="preprocessing">The backbone's.</param>
    /// <param name="batchSize">Pictures a pass, at least 1.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    /// <returns>[examples, classes]; each row adds up to 1.</returns>
    public static float[] Probabilities(Network network, Examples examples, Preprocessing preprocessing, int batchSize = 32,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(preprocessing);
        using var pictures = new PictureBatches(examples, preprocessing, Augmentation.None, 0);
        return Probabilities(network, pictures, batchSize, cancellation);
    }

    /// <summary>The probabilities of the classes of all that a source gives.</summary>
    /// <param name="network">Its buffers are planned anew.</param>
    /// <param name="source">Inputs of the whole network, in view 0.</param>
    /// <param name="batchSize">Inputs a pass, at least 1.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    /// <returns>[inputs, classes]; each row adds up to 1.</returns>
    internal static float[] Probabilities(Network network, IBatchSource source, int batchSize, CancellationToken cancellation)
    {
        network.Plan(batchSize);
        int classes = Math.Max(2, network.Logits), inputLength = network.InputShapes[0].Length;
        float[] logits = new float[batchSize * network.Logits];
        float[] probabilities = new float[source.Count * classes];
        int[] all = Enumerable.Range(0, source.Count).ToArray();
        using var batches = new PreparedBatches(batchSize, inputLength);
        batches.Begin(source, all, 0);
        int first = 0;
        while (batches.Next(out ReadOnlySpan<float> input) is { Length: > 0 and int count })
        {
            cancellation.ThrowIfCancellationRequested();
            network.SetCount(count);
            network.Device.Upload(input, network.Input);
            Span<float> z = logits.AsSpan(0, count * network.Logits);
            network.Device.Download(network.Forward(count), z);
            CrossEntropy.Probabilities(z, classes, probabilities.AsSpan(first * classes, count * classes));
            first += count;
        }
        return probabilities;
    }
}
