namespace Thaw.Tests.References;

public class DirectReluTests
{
    [Fact]
    public void Agrees_with_PyTorch_also_at_zero()
    {
        GoldenFile golden = GoldenFile.Open("relu.safetensors");
        Assert.Equal(2, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            double[] x = golden.Doubles(test + "/input"), dy = golden.Doubles(test + "/output_gradient");
            Assert.Contains(0.0, x);
            Assert.Equal(golden.Doubles(test + "/output"), DirectRelu.Forward(x));
            Assert.Equal(golden.Doubles(test + "/input_gradient"), DirectRelu.InputGradient(x, dy));
        }
    }

    [Fact]
    public void The_gradient_is_the_slope_of_the_output()
    {
        double[] x = Draw.Normal(50, 1), dy = Draw.Normal(50, 2);
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(DirectRelu.Forward(p), dy), x),
            DirectRelu.InputGradient(x, dy), 1e-8, "dx");
    }
}
