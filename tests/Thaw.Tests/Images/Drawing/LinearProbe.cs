using Thaw.Images;

namespace Thaw.Tests.Images.Drawing;

/// <summary>What a linear classifier makes of a coarse look at pictures: ridge regression on the mean colours of 8x8 fields.</summary>
internal static class LinearProbe
{
    /// <summary>The share of the later pictures of both classes that it tells apart after it has seen the earlier ones.</summary>
    /// <param name="first">Pictures of a class; the first three fifths are learnt from.</param>
    /// <param name="second">As many of the other.</param>
    public static double Accuracy(Picture[] first, Picture[] second)
    {
        int learnt = first.Length * 3 / 5;
        double[][] known = [.. first[..learnt].Concat(second[..learnt]).Select(Fields)];
        double[] weights = Solve(known, [.. known.Select((_, i) => i < learnt ? 1.0 : -1)]);
        double Score(Picture picture) => known.Select((row, i) => weights[i] * Product(row, Fields(picture))).Sum();
        int right = first[learnt..].Count(picture => Score(picture) > 0) + second[learnt..].Count(picture => Score(picture) < 0);
        return right / (2.0 * (first.Length - learnt));
    }

    private static double[] Fields(Picture picture)
    {
        double[] fields = new double[192];
        int side = picture.Width / 8;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            int x = i / 3 % picture.Width, y = i / 3 / picture.Width;
            fields[3 * (y / side * 8 + x / side) + i % 3] += (picture.Pixels[i] - 118) / (64.0 * side * side);
        }
        return fields;
    }

    private static double Product(double[] a, double[] b) => 1 + a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>Gauss's elimination of the kernel matrix with 30 added on its diagonal.</summary>
    private static double[] Solve(double[][] rows, double[] labels)
    {
        int n = rows.Length;
        double[][] matrix = [.. rows.Select((row, i) => (double[])[.. rows.Select((other, j) => Product(row, other) + (i == j ? 30 : 0)), labels[i]])];
        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = pivot + 1; row < n; row++)
            {
                double factor = matrix[row][pivot] / matrix[pivot][pivot];
                for (int column = pivot; column <= n; column++)
                    matrix[row][column] -= factor * matrix[pivot][column];
            }
        }
        double[] weights = new double[n];
        for (int row = n - 1; row >= 0; row--)
        {
            double rest = matrix[row][n];
            for (int column = row + 1; column < n; column++)
                rest -= matrix[row][column] * weights[column];
            weights[row] = rest / matrix[row][row];
        }
        return weights;
    }
}
