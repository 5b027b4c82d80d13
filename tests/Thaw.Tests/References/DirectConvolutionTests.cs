using static Thaw.Tests.References.DirectConvolution;

namespace Thaw.Tests.References;

public class DirectConvolutionTests
{
    [Fact]
    public void Agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("convolution.safetensors");
        Assert.Equal(6, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            int[] shape = golden.Shape(test + "/input");
            (int n, int h, int w, int c, int k) = (shape[0], shape[1], shape[2], shape[3], golden.Shape(test + "/bias")[0]);
            double[] x = golden.Doubles(test + "/input"), kernel = golden.Doubles(test + "/kernel");
            double[] bias = golden.Doubles(test + "/bias"), dy = golden.Doubles(test + "/output_gradient");
            Assert.Equal([3, 3, c, k], golden.Shape(test + "/kernel"));
            Tolerance.Near(golden.Doubles(test + "/output"), Forward(x, kernel, bias, n, h, w, c, k), 1e-7, test + " output");
            Tolerance.Near(golden.Doubles(test + "/input_gradient"), InputGradient(dy, kernel, n, h, w, c, k), 1e-7, test + " dx");
            Tolerance.Near(golden.Doubles(test + "/kernel_gradient"), KernelGradient(x, dy, n, h, w, c, k), 1e-7, test + " dkernel");
            Tolerance.Near(golden.Doubles(test + "/bias_gradient"), BiasGradient(dy, k), 1e-7, test + " dbias");
        }
    }

    [Theory]
    [InlineData(2, 3, 4, 2, 3)]
    [InlineData(1, 1, 5, 3, 1)]
    public void Gradients_are_the_slopes_of_the_output(int n, int h, int w, int c, int k)
    {
        double[] x = Draw.Normal(n * h * w * c, 1), kernel = Draw.Normal(9 * c * k, 2), bias = Draw.Normal(k, 3);
        double[] dy = Draw.Normal(n * h * w * k, 4);
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(Forward(p, kernel, bias, n, h, w, c, k), dy), x),
            InputGradient(dy, kernel, n, h, w, c, k), 1e-8, "dx");
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(Forward(x, p, bias, n, h, w, c, k), dy), kernel),
            KernelGradient(x, dy, n, h, w, c, k), 1e-8, "dkernel");
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(Forward(x, kernel, p, n, h, w, c, k), dy), bias),
            BiasGradient(dy, k), 1e-8, "dbias");
    }

    [Fact]
    public void An_impulse_gives_the_kernel_turned_round()
    {
        double[] x = new double[9], kernel = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        x[4] = 1;
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Forward(x, kernel, [0], 1, 3, 3, 1, 1));
    }
}
