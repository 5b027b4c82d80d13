namespace Thaw.Tests.References;

public class DirectMaxPoolTests
{
    [Fact]
    public void Agrees_with_PyTorch_also_where_values_are_equal()
    {
        GoldenFile golden = GoldenFile.Open("max_pool.safetensors");
        Assert.Equal(10, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            int[] shape = golden.Shape(test + "/input");
            (int n, int h, int w, int c) = (shape[0], shape[1], shape[2], shape[3]);
            double[] x = golden.Doubles(test + "/input"), dy = golden.Doubles(test + "/output_gradient");
            Assert.Equal([n, h / 2, w / 2, c], golden.Shape(test + "/output"));
            Assert.Equal(golden.Doubles(test + "/output"), DirectMaxPool.Forward(x, n, h, w, c));
            Assert.Equal(golden.Doubles(test + "/input_gradient"), DirectMaxPool.InputGradient(x, dy, n, h, w, c));
        }
    }

    [Fact]
    public void The_gradient_is_the_slope_of_the_output()
    {
        double[] x = Draw.Normal(2 * 5 * 4 * 3, 1), dy = Draw.Normal(2 * 2 * 2 * 3, 2);
        Tolerance.Near(
            FiniteDifference.Gradient(p => FiniteDifference.Dot(DirectMaxPool.Forward(p, 2, 5, 4, 3), dy), x),
            DirectMaxPool.InputGradient(x, dy, 2, 5, 4, 3), 1e-8, "dx");
    }

    [Theory]
    [InlineData(new double[] { 7, 7, 7, 7 }, 0)]
    [InlineData(new double[] { 1, 7, 7, 7 }, 1)]
    [InlineData(new double[] { 1, 2, 7, 7 }, 2)]
    public void The_first_maximum_gets_the_gradient(double[] window, int winner)
    {
        double[] expected = new double[4];
        expected[winner] = 1;
        Assert.Equal(expected, DirectMaxPool.InputGradient(window, [1], 1, 2, 2, 1));
    }
}
