namespace Thaw.Tests.References;

/// <summary>
/// The transforms of Winograd's F(4x4, 3x3) in float64, as products with matrices (Lavin and Gray 2016, arXiv:1509.09308), for one channel.
/// The points are 0, ±√½, ±√2 and infinity. A tile is a square matrix, row by row.
/// </summary>
internal static class DirectWinograd
{
    private static readonly double P = Math.Sqrt(0.5), Q = Math.Sqrt(2);

    /// <summary>[4, 6]: Aᵀ, the powers of the points.</summary>
    private static readonly double[,] At =
    {
        { 1, 1, 1, 1, 1, 0 },
        { 0, P, -P, Q, -Q, 0 },
        { 0, P * P, P * P, Q * Q, Q * Q, 0 },
        { 0, P * P * P, -P * P * P, Q * Q * Q, -Q * Q * Q, 1 },
    };

    /// <summary>[6, 6]: Bᵀ, the polynomials that vanish at all points but one.</summary>
    private static readonly double[,] Bt =
    {
        { 1, 0, -5 / 2.0, 0, 1, 0 },
        { 0, -2 * P, -2, P, 1, 0 },
        { 0, 2 * P, -2, -P, 1, 0 },
        { 0, -Q / 2, -1 / 2.0, Q, 1, 0 },
        { 0, Q / 2, -1 / 2.0, -Q, 1, 0 },
        { 0, 1, 0, -5 / 2.0, 0, 1 },
    };

    /// <summary>[6, 3]: G, the powers of the points over the polynomials' values there.</summary>
    private static readonly double[,] G =
    {
        { 1, 0, 0 },
        { -2 / 3.0, -2 / 3.0 * P, -1 / 3.0 },
        { -2 / 3.0, 2 / 3.0 * P, -1 / 3.0 },
        { 1 / 6.0, Q / 6, 1 / 3.0 },
        { 1 / 6.0, -Q / 6, 1 / 3.0 },
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
