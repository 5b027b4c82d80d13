using Thaw.Evaluation;
using Thaw.Kernels;

namespace Thaw.Tests.Evaluation;

public sealed class SimilarityTests
{
    // ||Yc' Xc||² / (||Xc' Xc|| ||Yc' Yc||), as the formula stands, in features x features
    [Theory]
    [InlineData(9, 4, 6)]
    [InlineData(5, 8, 3)]
    [InlineData(2, 1, 1)]
    public void It_is_the_formula(int pictures, int a, int b)
    {
        float[] x = Draw(pictures * a, 1), y = Draw(pictures * b, 2);
        double[,] xc = Centred(x, pictures, a), yc = Centred(y, pictures, b);
        double expected = Squares(Cross(yc, xc)) / Math.Sqrt(Squares(Cross(xc, xc)) * Squares(Cross(yc, yc)));
        Assert.Equal(expected, Similarity.LinearCka(x, a, y, b), 1e-9);
    }

    [Fact]
    public void Turning_and_scaling_change_nothing_and_noise_does()
    {
        float[] x = Draw(40 * 2, 3), turned = new float[x.Length];
        for (int i = 0; i < 40; i++)
        {
            turned[2 * i] = 3 * (0.6f * x[2 * i] - 0.8f * x[2 * i + 1]) + 5;
            turned[2 * i + 1] = 3 * (0.8f * x[2 * i] + 0.6f * x[2 * i + 1]) - 1;
        }
        Assert.Equal(1, Similarity.LinearCka(x, 2, turned, 2), 1e-6);
        Assert.True(Similarity.LinearCka(x, 2, Draw(80, 4), 2) < 0.3);
    }

    [Fact]
    public void What_is_constant_has_no_similarity() => Assert.True(double.IsNaN(Similarity.LinearCka([1, 2, 3], 1, [7, 7, 7], 1)));

    [Fact]
    public void Rows_must_fit() => Assert.Throws<ArgumentException>(() => Similarity.LinearCka(new float[6], 2, new float[6], 3));

    private static float[] Draw(int count, ulong seed)
    {
        var random = new Pcg32(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.3f)];
    }

    private static double[,] Centred(float[] values, int rows, int columns)
    {
        var centred = new double[rows, columns];
        for (int c = 0; c < columns; c++)
        {
            double mean = Enumerable.Range(0, rows).Average(r => (double)values[r * columns + c]);
            for (int r = 0; r < rows; r++)
                centred[r, c] = values[r * columns + c] - mean;
        }
        return centred;
    }

    private static double[,] Cross(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(1), b.GetLength(1)];
        for (int i = 0; i < product.GetLength(0); i++)
        {
            for (int j = 0; j < product.GetLength(1); j++)
            {
                for (int r = 0; r < a.GetLength(0); r++)
                    product[i, j] += a[r, i] * b[r, j];
            }
        }
        return product;
    }

    private static double Squares(double[,] matrix) => matrix.Cast<double>().Sum(v => v * v);
}
