namespace Thaw.Tests.References;

public class DirectSgdTests
{
    [Fact]
    public void Agrees_with_PyTorch_over_three_steps()
    {
        GoldenFile golden = GoldenFile.Open("sgd.safetensors");
        Assert.Equal(4, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            double[] weights = golden.Doubles(test + "/initial"), velocity = new double[weights.Length];
            for (int step = 1; step <= 3; step++)
            {
                DirectSgd.Step(
                    weights, velocity, golden.Doubles($"{test}/gradient{step}"), golden.Scalar(test + "/learning_rate"),
                    golden.Scalar(test + "/momentum"), golden.Scalar(test + "/weight_decay"));
                Tolerance.Near(golden.Doubles($"{test}/after{step}"), weights, 1e-7, $"{test} step {step}");
            }
        }
    }

    [Fact]
    public void Descends_a_parabola_to_its_lowest_point()
    {
        double[] weights = [3, -2], velocity = new double[2];
        for (int step = 0; step < 500; step++)
            DirectSgd.Step(weights, velocity, [2 * (weights[0] - 1), 2 * weights[1]], 0.05, 0.9, 0);
        Tolerance.Near([1, 0], weights, 1e-6, "lowest point");
    }
}
