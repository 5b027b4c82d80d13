namespace Thaw.Tests.References;

/// <summary>
/// The fully connected layer in float64: <c>y[n,k] = b[k] + sum over c of x[n,c] * kernel[c,k]</c>; the kernel is [C,K].
/// </summary>
internal static class DirectDense
{
    public static double[] Forward(double[] x, double[] kernel, double[] bias, int n, int c, int k)
    {
        var y = new double[n * k];
        for (int row = 0; row < n; row++)
            for (int to = 0; to < k; to++)
            {
                y[row * k + to] = bias[to];
                for (int from = 0; from < c; from++)
                    y[row * k + to] += x[row * c + from] * kernel[from * k + to];
            }
        return y;
    }

    public static double[] InputGradient(double[] dy, double[] kernel, int n, int c, int k)
    {
        var dx = new double[n * c];
        for (int row = 0; row < n; row++)
            for (int from = 0; from < c; from++)
                for (int to = 0; to < k; to++)
                    dx[row * c + from] += dy[row * k + to] * kernel[from * k + to];
        return dx;
    }

    public static double[] KernelGradient(double[] x, double[] dy, int n, int c, int k)
    {
        var gradient = new double[c * k];
        for (int row = 0; row < n; row++)
            for (int from = 0; from < c; from++)
                for (int to = 0; to < k; to++)
                    gradient[from * k + to] += x[row * c + from] * dy[row * k + to];
        return gradient;
    }

    public static double[] BiasGradient(double[] dy, int k) => DirectConvolution.BiasGradient(dy, k);
}
