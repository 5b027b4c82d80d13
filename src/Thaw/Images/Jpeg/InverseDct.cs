namespace Thaw.Images.Jpeg;

/// <summary>
/// Dequantization, the inverse cosine transform (ITU T.81, section A.3.3) and the level shift by 128 (section A.3.1).
/// </summary>
/// <remarks>
/// The 8-point transform is the one of C. Loeffler, A. Ligtenberg and G. Moschytz, "Practical fast 1-D DCT algorithms with
/// 11 multiplications" (ICASSP 1989), with its rotations in the form of figure 1, over columns and then over rows, in integers:
/// constants have 13 fractional bits, and 2 fractional bits are kept between the passes. These are the choices of the accurate integer
/// transform of libjpeg, so that its results come out bit for bit.
/// </remarks>
internal static class InverseDct
{
    /// <summary>Fractional bits of the constants.</summary>
    private const int ConstantBits = 13;

    /// <summary>Fractional bits that are kept between the passes.</summary>
    private const int PassBits = 2;

    // round(2^13 c), where ck = cos(k pi / 16)
    private const int F0298 = 2446; // sqrt 2 (-c1 + c3 + c5 - c7)
    private const int F0390 = 3196; // sqrt 2 (c3 - c5)
    private const int F0541 = 4433; // sqrt 2 c6
    private const int F0765 = 6270; // sqrt 2 (c2 - c6)
    private const int F0899 = 7373; // sqrt 2 (c3 - c7)
    private const int F1175 = 9633; // sqrt 2 c3
    private const int F1501 = 12299; // sqrt 2 (c1 + c3 - c5 - c7)
    private const int F1847 = 15137; // sqrt 2 (c2 + c6)
    private const int F1961 = 16069; // sqrt 2 (c3 + c5)
    private const int F2053 = 16819; // sqrt 2 (c1 + c3 - c5 + c7)
    private const int F2562 = 20995; // sqrt 2 (c1 + c3)
    private const int F3072 = 25172; // sqrt 2 (c1 + c3 + c5 - c7)

    /// <summary>Makes one block's samples and puts them into its component.</summary>
    /// <param name="coefficients">64 coefficients in natural order, as they stand in the file.</param>
    /// <param name="last">Zigzag index of the last coefficient that may differ from 0; 0 means that there is only DC.</param>
    /// <param name="component">Whose block it is.</param>
    /// <param name="row">The block's row.</param>
    /// <param name="column">The block's column.</param>
    /// <param name="workspace">64 numbers of scratch memory.</param>
    public static void Transform(
        ReadOnlySpan<short> coefficients, int last, JpegComponent component, int row, int column, Span<int> workspace) =>
        Transform(
            coefficients, component.Quantization, last, component.SamplesOf(row, column), component.Stride, component.BlockWidth,
            component.BlockHeight, workspace);

    /// <summary>Makes one block's samples.</summary>
    /// <param name="coefficients">64 coefficients in natural order, as they stand in the file.</param>
    /// <param name="quantization">What to multiply them by, 64 numbers in natural order.</param>
    /// <param name="last">Zigzag index of the last coefficient that may differ from 0; 0 means that there is only DC.</param>
    /// <param name="samples">Where the block's samples go.</param>
    /// <param name="stride">From a row of samples to the next.</param>
    /// <param name="width">Samples across: 8, or 4, 2 or 1 for means.</param>
    /// <param name="height">Samples down, likewise.</param>
    /// <param name="workspace">64 numbers of scratch memory.</param>
    public static void Transform(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, int last, Span<byte> samples, int stride, int width,
        int height, Span<int> workspace)
    {
        if (last == 0 || (width == 1 && height == 1))
        {
            // DC is 8 times the mean
            int dc = coefficients[0] * quantization[0];
            byte mean = Level((dc + 4) >> 3);
            for (int y = 0; y < height; y++)
                samples.Slice(y * stride, width).Fill(mean);
        }
        else if (width == 8 && height == 8)
        {
            Columns(coefficients, quantization, workspace);
            Rows(workspace, samples, stride);
        }
        else
        {
            ReducedInverseDct.Transform(coefficients, quantization, samples, stride, width, height, workspace);
        }
    }

    /// <summary>Shifts the level by 128 and clamps to 0..255.</summary>
    public static byte Level(int value) => (byte)Math.Clamp(value + 128, 0, 255);

    private static void Columns(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, Span<int> output)
    {
        coefficients = coefficients[..64];
        quantization = quantization[..64];
        output = output[..64];
        for (int x = 0; x < 8; x++)
        {
            if (coefficients[x + 8] == 0 && coefficients[x + 16] == 0 && coefficients[x + 24] == 0 && coefficients[x + 32] == 0
                && coefficients[x + 40] == 0 && coefficients[x + 48] == 0 && coefficients[x + 56] == 0)
            {
                int constant = (coefficients[x] * quantization[x]) << PassBits;
                for (int i = x; i < 64; i += 8)
                    output[i] = constant;
                continue;
            }
            Butterfly(
                coefficients[x] * quantization[x], coefficients[x + 8] * quantization[x + 8],
                coefficients[x + 16] * quantization[x + 16], coefficients[x + 24] * quantization[x + 24],
                coefficients[x + 32] * quantization[x + 32], coefficients[x + 40] * quantization[x + 40],
                coefficients[x + 48] * quantization[x + 48], coefficients[x + 56] * quantization[x + 56],
                out Halves halves);
            const int Shift = ConstantBits - PassBits;
            const int Round = 1 << (Shift - 1);
            output[x] = (halves.Even0 + halves.Odd0 + Round) >> Shift;
            output[x + 56] = (halves.Even0 - halves.Odd0 + Round) >> Shift;
            output[x + 8] = (halves.Even1 + halves.Odd1 + Round) >> Shift;
            output[x + 48] = (halves.Even1 - halves.Odd1 + Round) >> Shift;
            output[x + 16] = (halves.Even2 + halves.Odd2 + Round) >> Shift;
            output[x + 40] = (halves.Even2 - halves.Odd2 + Round) >> Shift;
            output[x + 24] = (halves.Even3 + halves.Odd3 + Round) >> Shift;
            output[x + 32] = (halves.Even3 - halves.Odd3 + Round) >> Shift;
        }
    }

    private static void Rows(ReadOnlySpan<int> input, Span<byte> samples, int stride)
    {
        for (int y = 0; y < 8; y++)
        {
            ReadOnlySpan<int> row = input.Slice(8 * y, 8);
            Span<byte> to = samples.Slice(y * stride, 8);
            Butterfly(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], out Halves halves);
            // The two passes together scale by 8
            const int Shift = ConstantBits + PassBits + 3;
            const int Round = 1 << (Shift - 1);
            to[0] = Level((halves.Even0 + halves.Odd0 + Round) >> Shift);
            to[7] = Level((halves.Even0 - halves.Odd0 + Round) >> Shift);
            to[1] = Level((halves.Even1 + halves.Odd1 + Round) >> Shift);
            to[6] = Level((halves.Even1 - halves.Odd1 + Round) >> Shift);
            to[2] = Level((halves.Even2 + halves.Odd2 + Round) >> Shift);
            to[5] = Level((halves.Even2 - halves.Odd2 + Round) >> Shift);
            to[3] = Level((halves.Even3 + halves.Odd3 + Round) >> Shift);
            to[4] = Level((halves.Even3 - halves.Odd3 + Round) >> Shift);
        }
    }

    /// <summary>One 8-point transform up to its last sums: sample k is Even k + Odd k, sample 7 - k their difference.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(int c0, int c1, int c2, int c3, int c4, int c5, int c6, int c7, out Halves halves)
    {
        int turn = (c2 + c6) * F0541;
        int low = turn - c6 * F1847;
        int high = turn + c2 * F0765;
        int sum = (c0 + c4) << ConstantBits;
        int difference = (c0 - c4) << ConstantBits;
        halves.Even0 = sum + high;
        halves.Even3 = sum - high;
        halves.Even1 = difference + low;
        halves.Even2 = difference - low;

        int outer = (c7 + c1) * -F0899;
        int inner = (c5 + c3) * -F2562;
        int common = (c7 + c3 + c5 + c1) * F1175;
        int sevens = (c7 + c3) * -F1961 + common;
        int fives = (c5 + c1) * -F0390 + common;
        halves.Odd3 = c7 * F0298 + outer + sevens;
        halves.Odd2 = c5 * F2053 + inner + fives;
        halves.Odd1 = c3 * F3072 + inner + sevens;
        halves.Odd0 = c1 * F1501 + outer + fives;
    }

    private struct Halves
    {
        public int Even0;
        public int Even1;
        public int Even2;
        public int Even3;
        public int Odd0;
        public int Odd1;
        public int Odd2;
        public int Odd3;
    }
}
