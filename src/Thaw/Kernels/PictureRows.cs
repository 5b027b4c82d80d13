using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// A row of pictures laid out for 3x3 convolution with few channels: column by column the three pixels that lie above each other, so that
/// the neighbourhood of pixel i is 9 C numbers in a row from column i on, in the order column, row, channel.
/// </summary>
internal static unsafe class PictureRows
{
    /// <summary>Most channels for which this layout is used.</summary>
    public const int MostChannels = 8;

    private const int PixelsPerItem = 512;

    /// <summary>Floats of a laid-out row, with room to read a few more than the last neighbourhood has.</summary>
    public static int Length(in ConvolutionShape shape) => (shape.W + 2) * 3 * shape.C + 4;

    /// <summary>Rows that a thread takes at a time.</summary>
    public static int PerItem(in ConvolutionShape shape) => Math.Max(1, PixelsPerItem / shape.W);

    /// <summary>Lays out the three rows around one.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="line">The row's number, counted over all pictures.</param>
    /// <param name="target"><see cref="Length"/> floats; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(in ConvolutionShape shape, float* x, int line, float* target)
    {
        int c = shape.C, w = shape.W, row = line % shape.H, step = 3 * c;
        new Span<float>(target, step).Clear();
        float* zeros = target, to = target + step;
        float* above = row > 0 ? x + (nint)(line - 1) * w * c : zeros, here = x + (nint)line * w * c, below = row < shape.H - 1 ? here + w * c : zeros;
        int aboveStep = above == zeros ? 0 : c, belowStep = below == zeros ? 0 : c, column = 0;
        if (c == 3)
        {
            // Four floats at a time: the fourth is overwritten by what comes next. The last pixel has nothing behind it that may be read
            for (; column < w - 1; column++, to += step, above += aboveStep, here += c, below += belowStep)
            {
                Vector128.Store(Vector128.Load(above), to);
                Vector128.Store(Vector128.Load(here), to + 3);
                Vector128.Store(Vector128.Load(below), to + 6);
            }
        }
        for (; column < w; column++, to += step, above += aboveStep, here += c, below += belowStep)
        {
            for (int j = 0; j < c; j++)
            {
                to[j] = above[j];
                to[c + j] = here[j];
                to[2 * c + j] = below[j];
            }
        }
        new Span<float>(to, step + 4).Clear();
    }

    /// <summary>Changes weights from the order row, column, channel to that of a laid-out row, or back.</summary>
    /// <param name="source">[3, 3, C, K].</param>
    /// <param name="c">Channels in.</param>
    /// <param name="k">Channels out.</param>
    /// <param name="target">[3, 3, C, K]; overwritten.</param>
    public static void SwapRowsAndColumns(ReadOnlySpan<float> source, int c, int k, Span<float> target)
    {
        int tap = c * k;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                source.Slice((3 * i + j) * tap, tap).CopyTo(target[((3 * j + i) * tap)..]);
        }
    }
}
