using System.Buffers;
using System.Runtime.CompilerServices;
using Thaw.Images;
using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>Inputs made from pictures: augmented, then preprocessed as the backbone wants.</summary>
/// <param name="examples">The pictures.</param>
/// <param name="preprocessing">The backbone's.</param>
/// <param name="augmentation">What to do to the pictures; none for validation and test.</param>
/// <param name="seed">Seed of the augmentation.</param>
internal sealed class PictureBatches(Examples examples, Preprocessing preprocessing, Augmentation augmentation, ulong seed) : IBatchSource
{
    private readonly float[] _values = Values(preprocessing);
    private readonly bool _reversed = preprocessing.Order == ColourOrder.Bgr;

    public int Count => examples.Count;

    public bool IsSlow => true;

    public void Fill(ReadOnlySpan<int> indices, int view, Span<float> target)
    {
        int width = examples.Images.Width, height = examples.Images.Height, length = 3 * width * height;
        byte[] changed = ArrayPool<byte>.Shared.Rent(length);
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<byte> pixels = examples.Pixels(indices[i]);
            if (!augmentation.IsNone)
            {
                Span<byte> augmented = changed.AsSpan(0, length);
                augmentation.Apply(pixels, width, height, seed, (ulong)examples.ImageOf(indices[i]), (ulong)view, augmented);
                pixels = augmented;
            }
            Write(pixels, target.Slice(i * length, length));
        }
        ArrayPool<byte>.Shared.Return(changed);
    }

    public void Dispose()
    {
    }

    // What each byte becomes in each of the three places of a pixel: [256, 3]
    private static float[] Values(Preprocessing preprocessing)
    {
        byte[] greys = [.. Enumerable.Range(0, 3 * 256).Select(i => (byte)(i / 3))];
        float[] values = new float[greys.Length];
        preprocessing.Apply(greys, values);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(ReadOnlySpan<byte> rgb, Span<float> target)
    {
        ReadOnlySpan<float> values = _values;
        (int first, int last) = _reversed ? (2, 0) : (0, 2);
        for (int i = 0; i + 2 < rgb.Length && i + 2 < target.Length; i += 3)
        {
            target[i] = values[3 * rgb[i + first]];
            target[i + 1] = values[3 * rgb[i + 1] + 1];
            target[i + 2] = values[3 * rgb[i + last] + 2];
        }
    }
}
