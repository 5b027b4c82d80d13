namespace Thaw.Tests.References;

/// <summary>Ridge regression with an intercept that is not penalised, by the normal equations and elimination: slow and plain.</summary>
internal static class DirectRidge
{
    /// <summary>Weights and, last, the intercept, for rows x[i] and targets y[i].</summary>
    public static double[] Fit(double[][] x, double[] y, double penalty)
    {
        int width = x[0].Length, side = width + 1;
        var system = new double[side, side + 1];
        for (int i = 0; i < x.Length; i++)
        {
            double[] row = [.. x[i], 1];
            for (int a = 0; a < side; a++)
            {
                for (int b = 0; b < side; b++)
                    system[a, b] += row[a] * row[b];
                system[a, side] += row[a] * y[i];
            }
        }
        for (int a = 0; a < width; a++)
            system[a, a] += penalty;
        return Solve(system, side);
    }

    /// <summary>What weights say of a row.</summary>
    public static double Predict(double[] weights, double[] row) => weights[^1] + row.Select((x, k) => x * weights[k]).Sum();

    /// <summary>Solves [side, side + 1] by elimination with pivots.</summary>
    public static double[] Solve(double[,] system, int side)
    {
        for (int k = 0; k < side; k++)
        {
            int pivot = Enumerable.Range(k, side - k).MaxBy(r => Math.Abs(system[r, k]));
            for (int c = 0; c <= side; c++)
                (system[k, c], system[pivot, c]) = (system[pivot, c], system[k, c]);
            for (int r = 0; r < side; r++)
            {
                double factor = r == k ? 0 : system[r, k] / system[k, k];
                for (int c = k; c <= side; c++)
                    system[r, c] -= factor * system[k, c];
            }
        }
        return [.. Enumerable.Range(0, side).Select(k => system[k, side] / system[k, k])];
    }
}
