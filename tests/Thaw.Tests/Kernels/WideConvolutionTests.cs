using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

/// <summary>Single layers as wide as VGG16's own, where a sum has up to 4,608 products, against float64.</summary>
public class WideConvolutionTests
{
    /// <summary>Of the largest expected value.</summary>
    private const double Bound = 1e-5;

    [Theory]
    [InlineData(24, 24, 64, 64, false)]
    [InlineData(24, 24, 64, 64, true)]
    [InlineData(14, 14, 128, 256, false)]
    [InlineData(14, 14, 128, 256, true)]
    [InlineData(14, 14, 512, 512, false)]
    [InlineData(14, 14, 512, 512, true)]
    public void A_layer_of_VGG16_agrees_with_the_oracle(int h, int w, int c, int k, bool rectified)
    {
        var map = new Shape(1, h, w, c);
        float[] x = Draw.NormalFloats(map.Length, 1), kernel = Draw.NormalFloats(9 * c * k, 2, Math.Sqrt(2.0 / (9 * c)));
        float[] bias = Draw.NormalFloats(k, 3, 0.1), dy = Draw.NormalFloats(h * w * k, 4);
        if (rectified)
            x = Array.ConvertAll(x, value => Math.Max(value, 0)); // as after a ReLU: the mean is above 0
        double[] wideX = Wide(x), wideKernel = Wide(kernel), wideDy = Wide(dy);
        using var cpu = new CpuProbe(2);
        Near(DirectConvolution.Forward(wideX, wideKernel, Wide(bias), 1, h, w, c, k), cpu.Convolution(map, x, kernel, bias, k, relu: false), "y");
        Near(DirectConvolution.InputGradient(wideDy, wideKernel, 1, h, w, c, k), cpu.ConvolutionInputGradient(map, dy, kernel, k), "dx");
        (float[] dkernel, float[]? dbias) = cpu.ConvolutionWeightGradient(map, x, dy, k);
        Near(DirectConvolution.KernelGradient(wideX, wideDy, 1, h, w, c, k), dkernel, "dkernel");
        Near(DirectConvolution.BiasGradient(wideDy, k), dbias!, "dbias");
    }

    private static void Near(double[] expected, float[] actual, string what) => Tolerance.Near(expected, actual, Bound, what);

    private static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
}
