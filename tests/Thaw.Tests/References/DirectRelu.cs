namespace Thaw.Tests.References;

/// <summary>max(x, 0) in float64; the gradient at 0 itself is 0.</summary>
internal static class DirectRelu
{
    public static double[] Forward(double[] x) => Array.ConvertAll(x, value => Math.Max(value, 0));

    public static double[] InputGradient(double[] x, double[] dy) => [.. x.Zip(dy, (value, gradient) => value > 0 ? gradient : 0)];
}
