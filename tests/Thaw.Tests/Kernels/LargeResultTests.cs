using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

/// <summary>Results of more than 6 MB, which are written past the caches.</summary>
public class LargeResultTests
{
    private const int Side = 160, Channels = 64;

    /// <summary>Of the largest expected value.</summary>
    private const double Bound = 1e-5;

    [Theory]
    [InlineData(3)] // a picture's colours
    [InlineData(16)]
    public void A_convolution_agrees_with_the_oracle(int c)
    {
        var map = new Shape(1, Side, Side, c);
        float[] x = Draw.NormalFloats(map.Length, 1), kernel = Draw.NormalFloats(9 * c * Channels, 2, 0.1), bias = Draw.NormalFloats(Channels, 3);
        using var cpu = new CpuProbe(2);
        Tolerance.Near(DirectConvolution.Forward(Wide(x), Wide(kernel), Wide(bias), 1, Side, Side, c, Channels),
            cpu.Convolution(map, x, kernel, bias, Channels, relu: false), Bound, "y");
    }

    [Fact]
    public void The_gradient_of_pooling_is_the_oracle_s()
    {
        var map = new Shape(1, Side, Side, Channels);
        float[] x = Draw.NormalFloats(map.Length, 1), dy = Draw.NormalFloats(map.Length / 4, 2);
        float[] y = Array.ConvertAll(DirectMaxPool.Forward(Wide(x), 1, Side, Side, Channels), value => (float)value);
        using var cpu = new CpuProbe(2);
        Assert.Equal(Array.ConvertAll(DirectMaxPool.InputGradient(Wide(x), Wide(dy), 1, Side, Side, Channels), value => (float)value),
            cpu.MaxPoolingGradient(map, x, y, dy));
    }

    private static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
}
