using Thaw.Evaluation.Probes;
using Thaw.Kernels;

namespace Thaw.Tests.Evaluation.Probes;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(9, 4)]
    [InlineData(40, 40)]
    [InlineData(67, 30)] // of rank 30
    public void The_parts_make_the_matrix_again(int n, int rank)
    {
        var random = new Pcg32((ulong)n);
        double[] factor = [.. Enumerable.Range(0, rank * n).Select(_ => random.NextNormal())];
        double[] matrix = RowOperations.Gram(factor, rank, n);
        SymmetricEigen eigen = SymmetricEigen.Of([.. matrix], n);
        double size = Math.Sqrt(matrix.Sum(x => x * x));
        for (int i = 0; i < n; i++)
        {
            if (i > 0)
                Assert.True(eigen.Values[i] <= eigen.Values[i - 1]);
            for (int j = 0; j < n; j++)
            {
                double again = 0, unit = 0;
                for (int k = 0; k < n; k++)
                {
                    again += eigen.Values[k] * eigen.Vectors[k * n + i] * eigen.Vectors[k * n + j];
                    unit += eigen.Vectors[i * n + k] * eigen.Vectors[j * n + k];
                }
                Assert.Equal(matrix[i * n + j], again, 1e-12 * size);
                Assert.Equal(i == j ? 1 : 0, unit, 1e-12);
            }
        }
    }

    [Fact]
    public void A_diagonal_matrix_has_its_own_values()
    {
        SymmetricEigen eigen = SymmetricEigen.Of([2, 0, 0, 0, 5, 0, 0, 0, -1], 3);
        Assert.Equal([5, 2, -1], eigen.Values);
    }

    [Fact]
    public void A_known_matrix_has_known_values()
    {
        // The second difference: 2 - 2 cos(k pi / (n + 1))
        const int n = 12;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            matrix[i * n + i] = 2;
            if (i > 0)
                matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
        }
        double[] values = SymmetricEigen.Of(matrix, n).Values;
        for (int k = 1; k <= n; k++)
            Assert.Equal(2 - 2 * Math.Cos(k * Math.PI / (n + 1)), values[n - k], 1e-12);
    }

    [Fact]
    public void What_is_not_finite_is_refused() =>
        Assert.Throws<ArithmeticException>(() => SymmetricEigen.Of([1, double.NaN, 0, double.NaN, 1, 2, 0, 2, 1], 3));
}
