using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Comparison.Advice;

/// <summary>What the pooling layers of blocks 2 to 5 give for pictures: averaged over each map, and of the last one what the head sees.</summary>
internal sealed class PooledFeatures
{
    /// <summary>The layers, from the lowest.</summary>
    public static IReadOnlyList<string> Layers { get; } = ["block2_pool", "block3_pool", "block4_pool", "block5_pool"];

    /// <summary>The most numbers of <see cref="Flattened"/>; larger maps are averaged to 2 x 2 places.</summary>
    public const int WidestFlattened = 512 * 4;

    // Maps of so many pictures are held at once
    private const int Chunk = 64;

    private PooledFeatures(float[][] pooled, int[] widths, float[] flattened, int flattenedWidth) =>
        (Pooled, Widths, Flattened, FlattenedWidth) = (pooled, widths, flattened, flattenedWidth);

    /// <summary>For each layer [pictures, channels].</summary>
    public IReadOnlyList<float[]> Pooled { get; }

    /// <summary>The layers' channels.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>[pictures, <see cref="FlattenedWidth"/>] of the last layer: rows, columns, channels. Empty where it was not asked for.</summary>
    public float[] Flattened { get; }

    /// <summary>Numbers a picture of <see cref="Flattened"/>.</summary>
    public int FlattenedWidth { get; }

    /// <summary>Computes them.</summary>
    /// <param name="network">Its buffers are planned anew.</param>
    /// <param name="examples">The pictures.</param>
    /// <param name="preprocessing">The backbone's.</param>
    /// <param name="flatten">Whether <see cref="Flattened"/> is wanted.</param>
    /// <param name="cancellation">Stops it.</param>
    public static PooledFeatures Of(Network network, Examples examples, Preprocessing preprocessing, bool flatten, CancellationToken cancellation)
    {
        Shape[] shapes = [.. Layers.Select(layer => network.InputShapes[network.IndexOf(layer) + 1])];
        int[] widths = [.. shapes.Select(shape => shape[3])];
        float[][] pooled = [.. widths.Select(width => new float[examples.Count * width])];
        Shape last = shapes[^1];
        int side = last.Length > WidestFlattened ? 2 : last[1], flattenedWidth = side * side * last[3];
        float[] flattened = new float[flatten ? examples.Count * flattenedWidth : 0];
        for (int first = 0; first < examples.Count; first += Chunk)
        {
            var chunk = new Examples(examples.Images, [.. Enumerable.Range(first, Math.Min(Chunk, examples.Count - first)).Select(examples.ImageOf)]);
            IReadOnlyList<float[]> maps = Activations.Of(network, chunk, preprocessing, Layers, pooled: false, cancellation: cancellation);
            for (int p = 0; p < chunk.Count; p++)
            {
                for (int layer = 0; layer < Layers.Count; layer++)
                    Average(maps[layer].AsSpan(p * shapes[layer].Length, shapes[layer].Length), shapes[layer], 1, pooled[layer].AsSpan((first + p) * widths[layer], widths[layer]));
                if (flatten)
                    Average(maps[^1].AsSpan(p * last.Length, last.Length), last, side, flattened.AsSpan((first + p) * flattenedWidth, flattenedWidth));
            }
        }
        return new PooledFeatures(pooled, widths, flattened, flattenedWidth);
    }

    // Means over side x side rectangles that cover the map and overlap by less than a place
    private static void Average(ReadOnlySpan<float> map, Shape shape, int side, Span<float> target)
    {
        int height = shape[1], width = shape[2], channels = shape[3];
        Span<double> sums = new double[channels];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                int top = row * height / side, bottom = ((row + 1) * height + side - 1) / side, left = column * width / side, right = ((column + 1) * width + side - 1) / side;
                sums.Clear();
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                    {
                        ReadOnlySpan<float> place = map.Slice((y * width + x) * channels, channels);
                        for (int c = 0; c < channels; c++)
                            sums[c] += place[c];
                    }
                }
                Span<float> means = target.Slice((row * side + column) * channels, channels);
                for (int c = 0; c < channels; c++)
                    means[c] = (float)(sums[c] / ((bottom - top) * (right - left)));
            }
        }
    }
}
