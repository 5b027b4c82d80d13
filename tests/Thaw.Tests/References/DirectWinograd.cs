namespace Thaw.Tests.References;

/// <summary>
/// The transforms of Winograd's F(4x4, 3x3) in float64, as products with matrices (Lavin and Gray 2016, arXiv:1509.09308), for one channel.
/// The points are 0, ±1, ±3/2 and infinity. A tile is a square matrix, row by row.
/// </summary>
internal static class DirectWinograd
{
    /// <summary>[4, 6]: Aᵀ.</summary>
    private static readonly double[,] At =
    {
        { 1, 1, 1, 1, 1, 0 },
        { 0, 1, -1, 3 / 2.0, -3 / 2.0, 0 },
        { 0, 1, 1, 9 / 4.0, 9 / 4.0, 0 },
        { 0, 1, -1, 27 / 8.0, -27 / 8.0, 1 },
    };

    /// <summary>[6, 6]: Bᵀ.</summary>
    private static readonly double[,] Bt =
    {
        { 9 / 4.0, 0, -13 / 4.0, 0, 1, 0 },
        { 0, -9 / 4.0, -9 / 4.0, 1, 1, 0 },
        { 0, 9 / 4.0, -9 / 4.0, -1, 1, 0 },
        { 0, -3 / 2.0, -1, 3 / 2.0, 1, 0 },
        { 0, 3 / 2.0, -1, -3 / 2.0, 1, 0 },
        { 0, 9 / 4.0, 0, -13 / 4.0, 0, 1 },
    };

    /// <summary>[6, 3]: G.</summary>
    private static readonly double[,] G =
    {
        { 4 / 9.0, 0, 0 },
        { -2 / 5.0, -2 / 5.0, -2 / 5.0 },
        { -2 / 5.0, 2 / 5.0, -2 / 5.0 },
        { 8 / 45.0, 4 / 15.0, 2 / 5.0 },
        { 8 / 45.0, -4 / 15.0, 2 / 5.0 },
        { 0, 0, 1 },
    };

    /// <summary>Bᵀ d B: 6x6 pixels to 36 numbers.</summary>
    public static double[] Input(double[] pixels) => Both(Bt, pixels);

    /// <summary>G g Gᵀ: 3x3 weights to 36 numbers.</summary>
    public static double[] Weights(double[] weights) => Both(G, weights);

    /// <summary>Aᵀ m A: 36 numbers to 4x4 pixels.</summary>
    public static double[] Output(double[] products) => Both(At, products);

    /// <summary>A dy Aᵀ: the gradient of 4x4 pixels to that of 36 numbers.</summary>
    public static double[] OutputGradient(double[] gradient) => Both(Transposed(At), gradient);

    /// <summary>Gᵀ u G: the gradient of 36 numbers to that of 3x3 weights.</summary>
    public static double[] WeightsGradient(double[] gradient) => Both(Transposed(G), gradient);

    /// <summary>matrix x matrixᵀ.</summary>
    private static double[] Both(double[,] matrix, double[] x)
    {
        int rows = matrix.GetLength(0), side = matrix.GetLength(1);
        Assert.Equal(side * side, x.Length);
        var y = new double[rows * rows];
        for (int i = 0; i < y.Length; i++)
            for (int j = 0; j < x.Length; j++)
                y[i] += matrix[i / rows, j / side] * x[j] * matrix[i % rows, j % side];
        return y;
    }

    private static double[,] Transposed(double[,] matrix)
    {
        var turned = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int i = 0; i < matrix.GetLength(0); i++)
            for (int j = 0; j < matrix.GetLength(1); j++)
                turned[j, i] = matrix[i, j];
        return turned;
    }
}
