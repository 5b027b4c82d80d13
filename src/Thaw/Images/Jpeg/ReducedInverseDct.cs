using System.Runtime.CompilerServices;

namespace Thaw.Images.Jpeg;

/// <summary>Inverse transforms that make fewer than 8x8 samples of a block: the means of those that the full one makes.</summary>
/// <remarks>
/// The transform is linear, so that a mean of samples is a sum of coefficients times the means of their basis functions. A
/// picture is thus scaled down as if all of it were decoded and then averaged, for half of the work or less. Width and height
/// are chosen apart, so that components that the file has subsampled one way only come out right too.
/// </remarks>
internal static class ReducedInverseDct
{
    /// <summary>Fractional bits of the basis.</summary>
    private const int Bits = 14;

    /// <summary>Fractional bits that are kept between the passes.</summary>
    private const int PassBits = 4;

    private static readonly int[] One = Basis(1);
    private static readonly int[] Two = Basis(2);
    private static readonly int[] Four = Basis(4);
    private static readonly int[] Eight = Basis(8);

    /// <summary>Makes one block's samples.</summary>
    /// <param name="coefficients">64 coefficients in natural order, as they stand in the file.</param>
    /// <param name="quantization">What to multiply them by.</param>
    /// <param name="samples">Where the block's samples go.</param>
    /// <param name="stride">From a row of samples to the next.</param>
    /// <param name="width">Samples across: 1, 2, 4 or 8.</param>
    /// <param name="height">Samples down: 1, 2, 4 or 8.</param>
    /// <param name="workspace">64 numbers of scratch memory.</param>
    public static void Transform(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, Span<byte> samples, int stride, int width, int height,
        Span<int> workspace)
    {
        ReadOnlySpan<int> across = BasisOf(width);
        ReadOnlySpan<int> down = BasisOf(height);
        for (int x = 0; x < 8; x++)
        {
            // A coefficient whose means are all zero need not be known: the first sample's tells
            if (across[x] == 0)
                continue;
            Span<int> column = workspace[x..];
            ReadOnlySpan<short> c = coefficients[x..];
            ReadOnlySpan<ushort> q = quantization[x..];
            for (int y = 0; y < (height + 1) / 2; y++)
            {
                Halves(
                    down.Slice(8 * y, 8), c[0] * q[0], c[8] * q[8], c[16] * q[16], c[24] * q[24],
                    c[32] * q[32], c[40] * q[40], c[48] * q[48], c[56] * q[56], out int even, out int odd);
                const int Shift = Bits - PassBits;
                const int Round = 1 << (Shift - 1);
                column[8 * (height - 1 - y)] = (even - odd + Round) >> Shift;
                column[8 * y] = (even + odd + Round) >> Shift;
            }
        }
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = workspace.Slice(8 * y, 8);
            Span<byte> to = samples.Slice(y * stride, width);
            for (int x = 0; x < (width + 1) / 2; x++)
            {
                Halves(across.Slice(8 * x, 8), row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], out int even, out int odd);
                const int Shift = Bits + PassBits;
                const int Round = 1 << (Shift - 1);
                to[width - 1 - x] = InverseDct.Level((even - odd + Round) >> Shift);
                to[x] = InverseDct.Level((even + odd + Round) >> Shift);
            }
        }
    }

    /// <summary>
    /// Even basis functions are symmetric about the middle and odd ones antisymmetric, so that two samples share their sums.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(
        ReadOnlySpan<int> basis, int c0, int c1, int c2, int c3, int c4, int c5, int c6, int c7, out int even, out int odd)
    {
        even = basis[0] * c0 + basis[2] * c2 + basis[4] * c4 + basis[6] * c6;
        odd = basis[1] * c1 + basis[3] * c3 + basis[5] * c5 + basis[7] * c7;
    }

    private static int[] BasisOf(int size) => size switch
    {
        1 => One,
        2 => Two,
        4 => Four,
        _ => Eight,
    };

    /// <summary>
    /// Rows of 8 numbers, one row a sample: the means of the full transform's basis functions (ITU T.81, section A.3.3) over 8 / size
    /// neighbours.
    /// </summary>
    private static int[] Basis(int size)
    {
        int[] basis = new int[8 * size];
        int width = 8 / size;
        for (int k = 0; k < size; k++)
        {
            for (int u = 0; u < 8; u++)
            {
                double sum = 0;
                for (int x = k * width; x < (k + 1) * width; x++)
                    sum += Math.Cos((2 * x + 1) * u * Math.PI / 16);
                double scale = u == 0 ? Math.Sqrt(0.125) : 0.5;
                basis[8 * k + u] = (int)Math.Round(sum / width * scale * (1 << Bits));
            }
        }
        return basis;
    }
}
