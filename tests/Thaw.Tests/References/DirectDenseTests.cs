using static Thaw.Tests.References.DirectDense;

namespace Thaw.Tests.References;

public class DirectDenseTests
{
    [Fact]
    public void Agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("dense.safetensors");
        Assert.Equal(5, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            int[] shape = golden.Shape(test + "/kernel");
            (int n, int c, int k) = (golden.Shape(test + "/input")[0], shape[0], shape[1]);
            double[] x = golden.Doubles(test + "/input"), kernel = golden.Doubles(test + "/kernel");
            double[] bias = golden.Doubles(test + "/bias"), dy = golden.Doubles(test + "/output_gradient");
            Tolerance.Near(golden.Doubles(test + "/output"), Forward(x, kernel, bias, n, c, k), 1e-7, test + " output");
            Tolerance.Near(golden.Doubles(test + "/input_gradient"), InputGradient(dy, kernel, n, c, k), 1e-7, test + " dx");
            Tolerance.Near(golden.Doubles(test + "/kernel_gradient"), KernelGradient(x, dy, n, c, k), 1e-7, test + " dkernel");
            Tolerance.Near(golden.Doubles(test + "/bias_gradient"), BiasGradient(dy, k), 1e-7, test + " dbias");
        }
    }

    [Fact]
    public void Gradients_are_the_slopes_of_the_output()
    {
        (int n, int c, int k) = (3, 4, 5);
        double[] x = Draw.Normal(n * c, 1), kernel = Draw.Normal(c * k, 2), bias = Draw.Normal(k, 3), dy = Draw.Normal(n * k, 4);
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(Forward(p, kernel, bias, n, c, k), dy), x),
            InputGradient(dy, kernel, n, c, k), 1e-8, "dx");
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(Forward(x, p, bias, n, c, k), dy), kernel),
            KernelGradient(x, dy, n, c, k), 1e-8, "dkernel");
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(Forward(x, kernel, p, n, c, k), dy), bias),
            BiasGradient(dy, k), 1e-8, "dbias");
    }
}
