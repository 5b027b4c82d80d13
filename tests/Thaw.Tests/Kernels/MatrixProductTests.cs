using System.Runtime.Intrinsics;
using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

/// <summary>The matrix product in each vector width of its own, whichever the process would choose.</summary>
public unsafe class MatrixProductTests
{
    private delegate void Multiplier(in Product product);

    private static readonly (string Name, Multiplier Multiply)[] Widths =
    [
        ("scalar", MatrixProduct.Multiply<SimdScalar, float>),
        ("128", MatrixProduct.Multiply<Simd128, Vector128<float>>),
        ("256", MatrixProduct.Multiply<Simd256, Vector256<float>>),
        ("512", MatrixProduct.Multiply<Simd512, Vector512<float>>),
    ];

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 6, 64, 9 }, { 7, 65, 27 }, { 12, 16, 5 }, { 13, 31, 40 }, { 25, 100, 3 }, { 5, 3, 200 }, { 30, 130, 17 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_width_gives_the_oracle_and_the_same_bits(int m, int n, int k)
    {
        foreach (bool transposed in new[] { false, true })
        {
            foreach (bool accumulate in new[] { false, true })
            {
                float[] a = Draw.NormalFloats(m * k, 1), b = Draw.NormalFloats(k * (n + 3), 2), before = Draw.NormalFloats(m * (n + 2), 3);
                float[][] results = [.. Widths.Select(width => Run(width.Multiply, a, b, before, m, n, k, transposed, accumulate))];
                Assert.All(results, result => Assert.Equal(results[0], result));
                CheckAgainstOracle(results[0], a, b, before, m, n, k, transposed, accumulate);
            }
        }
    }

    // Rows of b and c are longer than what is multiplied, and the rest of c must stay
    private static float[] Run(Multiplier multiply, float[] a, float[] b, float[] before, int m, int n, int k, bool transposed, bool accumulate)
    {
        float[] c = [.. before];
        fixed (float* pa = a, pb = b, pc = c)
        {
            multiply(new Product
            {
                A = pa,
                ARow = transposed ? 1 : k,
                AStep = transposed ? m : 1,
                B = pb,
                BRow = n + 3,
                C = pc,
                CRow = n + 2,
                M = m,
                N = n,
                K = k,
                Accumulate = accumulate,
            });
        }
        return c;
    }

    private static void CheckAgainstOracle(float[] result, float[] a, float[] b, float[] before, int m, int n, int k, bool transposed, bool accumulate)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n + 2; j++)
            {
                int at = i * (n + 2) + j;
                double expected = accumulate || j >= n ? before[at] : 0;
                for (int step = 0; j < n && step < k; step++)
                    expected += (double)a[transposed ? step * m + i : i * k + step] * b[step * (n + 3) + j];
                Assert.True(Math.Abs(expected - result[at]) <= 1e-5 * (1 + k), $"[{i}, {j}] is {result[at]}, expected {expected}");
            }
        }
    }
}
