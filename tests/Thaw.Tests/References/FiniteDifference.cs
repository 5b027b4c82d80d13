namespace Thaw.Tests.References;

/// <summary>Gradients by central differences: (f(x + h) - f(x - h)) / 2h, with an error of the order of h².</summary>
internal static class FiniteDifference
{
    /// <summary>The gradient of a scalar function at a point.</summary>
    /// <param name="function">Must not keep or change its argument.</param>
    /// <param name="point">Left as it was.</param>
    /// <param name="step">h; 1e-5 leaves about ten correct digits of a smooth function near 1.</param>
    public static double[] Gradient(Func<double[], double> function, double[] point, double step = 1e-5)
    {
        double[] moved = [.. point];
        var gradient = new double[point.Length];
        for (int i = 0; i < point.Length; i++)
        {
            moved[i] = point[i] + step;
            double above = function(moved);
            moved[i] = point[i] - step;
            double below = function(moved);
            moved[i] = point[i];
            gradient[i] = (above - below) / (2 * step);
        }
        return gradient;
    }

    /// <summary>The scalar that the layers' checks differentiate: the sum of outputs times fixed weights.</summary>
    public static double Dot(double[] output, double[] weights) => output.Zip(weights, (a, b) => a * b).Sum();
}
