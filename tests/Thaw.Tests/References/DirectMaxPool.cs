namespace Thaw.Tests.References;

/// <summary>
/// The maximum of 2x2 windows at stride 2, NHWC, in float64; an odd last row or column is dropped. Where a maximum stands
/// more than once in a window, the first in row-major order gets the gradient.
/// </summary>
internal static class DirectMaxPool
{
    public static double[] Forward(double[] x, int n, int h, int w, int c) =>
        Array.ConvertAll(Winners(x, n, h, w, c), index => x[index]);

    /// <param name="dy">[n, h/2, w/2, c]</param>
    public static double[] InputGradient(double[] x, double[] dy, int n, int h, int w, int c)
    {
        var dx = new double[x.Length];
        int[] winners = Winners(x, n, h, w, c);
        for (int i = 0; i < dy.Length; i++)
            dx[winners[i]] += dy[i];
        return dx;
    }

    /// <summary>For every output, the index of the input that it takes.</summary>
    private static int[] Winners(double[] x, int n, int h, int w, int c)
    {
        var winners = new List<int>();
        for (int image = 0; image < n; image++)
            for (int row = 0; row + 1 < h; row += 2)
                for (int column = 0; column + 1 < w; column += 2)
                    for (int channel = 0; channel < c; channel++)
                    {
                        int Index(int i, int j) => ((image * h + row + i) * w + column + j) * c + channel;
                        int best = Index(0, 0);
                        foreach (int candidate in new[] { Index(0, 1), Index(1, 0), Index(1, 1) })
                        {
                            if (x[candidate] > x[best])
                                best = candidate;
                        }
                        winners.Add(best);
                    }
        return [.. winners];
    }
}
