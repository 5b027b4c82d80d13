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
        ForEach(n, h, w, c, k, (input, weight, output) => y[output] += x[input] * kernel[weight]);
        return y;
    }

    public static double[] InputGradient(double[] dy, double[] kernel, int n, int h, int w, int c, int k)
    {
        var dx = new double[n * h * w * c];
        ForEach(n, h, w, c, k, (input, weight, output) => dx[input] += dy[output] * kernel[weight]);
        return dx;
    }

    public static double[] KernelGradient(double[] x, double[] dy, int n, int h, int w, int c, int k)
    {
        var gradient = new double[9 * c * k];
        ForEach(n, h, w, c, k, (input, weight, output) => gradient[weight] += dy[output] * x[input]);
        return gradient;
    }

    public static double[] BiasGradient(double[] dy, int k)
    {
        var gradient = new double[k];
        for (int i = 0; i < dy.Length; i++)
            gradient[i % k] += dy[i];
        return gradient;
    }

    /// <summary>Visits every product of the convolution: the indices of its input, its weight and its output.</summary>
    private static void ForEach(int n, int h, int w, int c, int k, Action<int, int, int> visit)
    {
        for (int image = 0; image < n; image++)
            for (int row = 0; row < h; row++)
                for (int column = 0; column < w; column++)
                    for (int i = 0; i < 3; i++)
                        for (int j = 0; j < 3; j++)
                        {
                            int y = row + i - 1, x = column + j - 1;
                            if (y < 0 || y >= h || x < 0 || x >= w)
                                continue;
                            int input = ((image * h + y) * w + x) * c;
                            int output = ((image * h + row) * w + column) * k;
                            for (int from = 0; from < c; from++)
                                for (int to = 0; to < k; to++)
                                    visit(input + from, ((i * 3 + j) * c + from) * k + to, output + to);
                        }
    }
}
