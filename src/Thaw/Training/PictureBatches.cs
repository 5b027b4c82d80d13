using System.Buffers;
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
    public int Count => examples.Count;

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
            preprocessing.Apply(pixels, target.Slice(i * length, length));
        }
        ArrayPool<byte>.Shared.Return(changed);
    }

    public void Dispose()
    {
    }
}
