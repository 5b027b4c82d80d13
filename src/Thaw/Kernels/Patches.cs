using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>Gathers the 3x3 neighbourhoods of pixels into rows, so that a convolution becomes a matrix product.</summary>
internal static unsafe class Patches
{
    // A block of patches should stay in the second-level cache together with the weights that it meets
    private const int BlockFloats = 128 * 1024;
    private const int LeastRows = 24;
    private const int MostRows = 384;

    /// <summary>How many pixels a block of patches holds: a multiple of 12, a function of the shape alone.</summary>
    public static int RowsPerBlock(in ConvolutionShape shape) =>
        Math.Clamp(BlockFloats / shape.PatchLength / 12 * 12, LeastRows, MostRows);

    /// <summary>
    /// Writes the patches of <paramref name="count"/> pixels from number <paramref name="first"/> on: row r is
    /// [3, 3, C] around pixel first + r, zero outside the picture.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float* x, in ConvolutionShape shape, int first, int count, float* patches)
    {
        int h = shape.H, w = shape.W, c = shape.C;
        int column = first % w, row = first / w % h;
        float* pixel = x + (long)first * c;
        for (int i = 0; i < count; i++)
        {
            bool left = column > 0, right = column < w - 1;
            for (int dy = -1; dy <= 1; dy++)
            {
                if ((uint)(row + dy) >= (uint)h)
                {
                    Clear(patches, 3 * c);
                }
                else
                {
                    float* centre = pixel + (long)dy * w * c;
                    if (left && right)
                    {
                        Copy(centre - c, patches, 3 * c);
                    }
                    else
                    {
                        CopyOrClear(left, centre - c, patches, c);
                        Copy(centre, patches + c, c);
                        CopyOrClear(right, centre + c, patches + 2 * c, c);
                    }
                }
                patches += 3 * c;
            }
            pixel += c;
            if (++column == w)
            {
                column = 0;
                if (++row == h)
                    row = 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyOrClear(bool inside, float* source, float* target, int count)
    {
        if (inside)
            Copy(source, target, count);
        else
            Clear(target, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count) =>
        Unsafe.CopyBlockUnaligned(target, source, (uint)count * sizeof(float));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* target, int count) =>
        Unsafe.InitBlockUnaligned(target, 0, (uint)count * sizeof(float));
}
