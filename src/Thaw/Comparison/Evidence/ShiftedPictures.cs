using System.Buffers;
using Thaw.Images.Corruptions;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Comparison.Evidence;

/// <summary>
/// Inputs made from corrupted pictures, each corrupted when it is asked for. Example <c>(corruption * 5 + severity - 1) * pictures + picture</c>
/// is a picture under a corruption.
/// </summary>
/// <param name="test">The test pictures.</param>
/// <param name="chosen">Which of them.</param>
/// <param name="preprocessing">The backbone's.</param>
internal sealed class ShiftedPictures(Examples test, IReadOnlyList<int> chosen, Preprocessing preprocessing) : IBatchSource
{
    /// <summary>The noise is the same in every run.</summary>
    private const ulong Seed = 0;

    public int Count => ShiftSample.Versions * chosen.Count;

    public bool IsSlow => true;

    public void Fill(ReadOnlySpan<int> examples, int view, Span<float> target)
    {
        int width = test.Images.Width, height = test.Images.Height, length = 3 * width * height;
        byte[] pixels = ArrayPool<byte>.Shared.Rent(length);
        for (int i = 0; i < examples.Length; i++)
        {
            int version = examples[i] / chosen.Count, picture = chosen[examples[i] % chosen.Count];
            Corruption.All[version / Corruption.Severities].Apply(test.Pixels(picture), width, height, version % Corruption.Severities + 1, Seed,
                (ulong)test.ImageOf(picture), pixels.AsSpan(0, length));
            preprocessing.Apply(pixels.AsSpan(0, length), target.Slice(i * length, length));
        }
        ArrayPool<byte>.Shared.Return(pixels);
    }

    public void Dispose()
    {
    }
}
