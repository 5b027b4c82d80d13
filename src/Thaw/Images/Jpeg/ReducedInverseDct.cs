namespace Thaw.Images.Jpeg;

/// <summary>Inverse transforms that make 4x4 or 2x2 samples of a block: the means of the 2x2 or 4x4 samples that the full one makes.</summary>
/// <remarks>
/// The mean of samples 2k and 2k + 1 of <c>cos((2x + 1) u pi / 16)</c> is <c>cos((2k + 1) u pi / 8) cos(u pi / 16)</c>: a 4-point basis
/// function times a number. Those for u and 8 - u differ in sign alone, and that for 4 is 0, so that eight coefficients fold into
/// four. Folding once more makes two. So a picture is scaled down as if all of it were decoded and averaged, for half of the work or less.
/// </remarks>
internal static class ReducedInverseDct
{
    private const int Bits = 12;

    /// <summary>Rows of 8 numbers, one row a sample: what each coefficient adds to it, with 12 fractional bits.</summary>
    private static readonly int[] Four = Basis(4);

    private static readonly int[] Two = Basis(2);

    /// <summary>Makes one block's samples; parameters as in <see cref="InverseDct.Transform"/>, with a size of 4 or 2.</summary>
    public static void Transform(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, Span<byte> samples, int stride, int size, Span<int> workspace)
    {
        ReadOnlySpan<int> basis = size == 4 ? Four : Two;
        // Over columns: size rows of 8; 2 fractional bits are kept
        for (int x = 0; x < 8; x++)
        {
            for (int y = 0; y < size; y++)
            {
                int sum = 1 << (Bits - 3);
                for (int v = 0; v < 8; v++)
                    sum += basis[8 * y + v] * (coefficients[8 * v + x] * quantization[8 * v + x]);
                workspace[8 * y + x] = sum >> (Bits - 2);
            }
        }
        for (int y = 0; y < size; y++)
        {
            ReadOnlySpan<int> row = workspace.Slice(8 * y, 8);
            for (int x = 0; x < size; x++)
            {
                int sum = 1 << (Bits + 1);
                for (int u = 0; u < 8; u++)
                    sum += basis[8 * x + u] * row[u];
                samples[y * stride + x] = InverseDct.Level(sum >> (Bits + 2));
            }
        }
    }

    /// <summary>Means of the full transform's basis functions (section A.3.3) over 8 / size neighbours.</summary>
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
