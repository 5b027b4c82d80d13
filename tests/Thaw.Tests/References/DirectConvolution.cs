using System.Numerics;

namespace Thaw.Tests.References;

/// <summary>
/// The 3x3 convolution of stride 1 with a border of zeros, by its definition and in float64:
/// <c>y[n,h,w,k] = b[k] + sum over i,j,c of x[n, h+i-1, w+j-1, c] * kernel[i,j,c,k]</c>.
/// Maps are NHWC (<c>x</c> has C channels, <c>y</c> has K), kernels [3,3,C,K].
/// </summary>
internal static class DirectConvolution
{
    public static double[] Forward(double[] x, double[] kernel, double[] bias, int n, int h, int w, int c, int k)
    {
        var y = new double[n * h * w * k];
        for (int i = 0; i < y.Length; i++)
            y[i] = bias[i % k];
        ForEach(n, h, w, c, k, (input, weights, output) => AddProduct(x[input], kernel.AsSpan(weights, k), y.AsSpan(output, k)));
        return y;
    }

    public static double[] InputGradient(double[] dy, double[] kernel, int n, int h, int w, int c, int k)
    {
        var dx = new double[n * h * w * c];
        ForEach(n, h, w, c, k, (input, weights, output) => dx[input] += Dot(dy.AsSpan(output, k), kernel.AsSpan(weights, k)));
        return dx;
    }

    public static double[] KernelGradient(double[] x, double[] dy, int n, int h, int w, int c, int k)
    {
        var gradient = new double[9 * c * k];
        ForEach(n, h, w, c, k, (input, weights, output) => AddProduct(x[input], dy.AsSpan(output, k), gradient.AsSpan(weights, k)));
        return gradient;
    }

    public static double[] BiasGradient(double[] dy, int k)
    {
        var gradient = new double[k];
        for (int i = 0; i < dy.Length; i++)
            gradient[i % k] += dy[i];
        return gradient;
    }

    /// <summary>Visits every input of every pixel: the indices of the input, of the first of its K weights and of the pixel's first output.</summary>
    private static void ForEach(int n, int h, int w, int c, int k, Action<int, int, int> visit)
    {
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                for (int from = 0; from < c; from++)
                    for (int pixel = 0; pixel < n * h * w; pixel++)
                    {
                        int y = pixel / w % h + i - 1, x = pixel % w + j - 1;
                        if (y >= 0 && y < h && x >= 0 && x < w)
                            visit((pixel + (i - 1) * w + j - 1) * c + from, ((i * 3 + j) * c + from) * k, pixel * k);
                    }
    }

    private static void AddProduct(double factor, ReadOnlySpan<double> values, Span<double> sums)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= sums.Length; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + factor * new Vector<double>(values[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += factor * values[i];
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
            sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
