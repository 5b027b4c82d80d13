namespace Thaw.Images.Corruptions;

/// <summary>The cosine transform of a block of samples (ITU T.81, section A.3.3), and the rounding of its coefficients to their steps.</summary>
/// <remarks>
/// Each of the two passes makes its results the root of 8 times larger; cosines have 13 bits after the point, and 2 bits are kept between the passes.
/// This is the precision of libjpeg's accurate integer transform, so that few coefficients are rounded to another step than there.
/// </remarks>
internal static class ForwardDct
{
    private const int CosineBits = 13, BetweenBits = 2;

    // [u, x]: 1 where u is 0, or else the root of 2 times cos((2x + 1) u pi / 16)
    private static readonly int[] Cosines =
    [
        .. Enumerable.Range(0, 64).Select(i => (int)Math.Round((1 << CosineBits)
            * (i < 8 ? 1 : Math.Sqrt(2) * Math.Cos((2 * (i % 8) + 1) * (i / 8) * Math.PI / 16)))),
    ];

    /// <summary>Transforms a block.</summary>
    /// <param name="samples">Its first sample and what follows.</param>
    /// <param name="stride">From a row of samples to the next.</param>
    /// <param name="steps">64 steps in natural order, each at least 1.</param>
    /// <param name="coefficients">Receives 64 multiples of the steps in natural order.</param>
    /// <param name="workspace">64 numbers of scratch memory.</param>
    public static void Transform(ReadOnlySpan<byte> samples, int stride, ReadOnlySpan<ushort> steps, Span<short> coefficients, Span<int> workspace)
    {
        for (int y = 0; y < 8; y++)
        {
            ReadOnlySpan<byte> row = samples.Slice(y * stride, 8);
            for (int u = 0; u < 8; u++)
            {
                ReadOnlySpan<int> cosines = Cosines.AsSpan(8 * u, 8);
                int sum = 1 << (CosineBits - BetweenBits - 1);
                for (int x = 0; x < 8; x++)
                    sum += (row[x] - 128) * cosines[x];
                workspace[8 * y + u] = sum >> (CosineBits - BetweenBits);
            }
        }
        for (int v = 0; v < 8; v++)
        {
            ReadOnlySpan<int> cosines = Cosines.AsSpan(8 * v, 8);
            for (int u = 0; u < 8; u++)
            {
                int sum = 1 << (CosineBits + BetweenBits - 1);
                for (int y = 0; y < 8; y++)
                    sum += workspace[8 * y + u] * cosines[y];
                coefficients[8 * v + u] = Rounded(sum >> (CosineBits + BetweenBits), 8 * steps[8 * v + u]);
            }
        }
    }

    // To the nearest multiple, halves away from zero
    private static short Rounded(int value, int step) => (short)(value < 0 ? -((step / 2 - value) / step) : (step / 2 + value) / step);
}
