namespace Thaw.Tests.References;

public class DirectWinogradTests
{
    [Fact]
    public void Products_of_the_transforms_are_a_convolution()
    {
        double[] pixels = Draw.Normal(36, 1), weights = Draw.Normal(9, 2);
        // The inner 4x4 pixels of a 6x6 picture, where its border plays no part
        double[] whole = DirectConvolution.Forward(pixels, weights, [0], 1, 6, 6, 1, 1);
        double[] expected = [.. Enumerable.Range(0, 16).Select(i => whole[6 * (i / 4 + 1) + i % 4 + 1])];
        Tolerance.Near(expected, DirectWinograd.Output(Multiply(DirectWinograd.Weights(weights), DirectWinograd.Input(pixels))), 1e-14, "y");
    }

    [Fact]
    public void Gradients_are_adjoints()
    {
        double[] products = Draw.Normal(36, 1), dy = Draw.Normal(16, 2), weights = Draw.Normal(9, 3), du = Draw.Normal(36, 4);
        Tolerance.Near(
            FiniteDifference.Dot(DirectWinograd.Output(products), dy),
            FiniteDifference.Dot(products, DirectWinograd.OutputGradient(dy)), 1e-13, "A");
        Tolerance.Near(
            FiniteDifference.Dot(DirectWinograd.Weights(weights), du),
            FiniteDifference.Dot(weights, DirectWinograd.WeightsGradient(du)), 1e-13, "G");
    }

    private static double[] Multiply(double[] a, double[] b) => [.. a.Zip(b, (left, right) => left * right)];
}
