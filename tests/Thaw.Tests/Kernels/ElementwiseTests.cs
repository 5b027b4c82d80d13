using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

public sealed class ElementwiseTests : IDisposable
{
    private readonly CpuProbe[] _cpus = [new(1), new(2), new(3)];

    /// <summary>Lengths around a vector's and around a block's.</summary>
    public static TheoryData<int> Lengths => [1, 3, 15, 16, 17, 65_535, 65_536, 65_537, 200_003];

    public void Dispose() => Array.ForEach(_cpus, cpu => cpu.Dispose());

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_gradient_of_ReLU_passes_where_the_output_is_above_zero(int length)
    {
        float[] y = Array.ConvertAll(Draw.NormalFloats(length, 1), value => Math.Max(0, value)), dy = Draw.NormalFloats(length, 2);
        float[] expected = [.. y.Zip(dy, (value, gradient) => value > 0 ? gradient : 0)];
        foreach (CpuProbe cpu in _cpus)
            Assert.Equal(expected, cpu.ReluGradient(y, dy));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Steps_agree_with_the_oracle_on_any_number_of_threads(int length)
    {
        float[] weights = Draw.NormalFloats(length, 1), velocity = new float[length];
        double[] wideWeights = Array.ConvertAll(weights, value => (double)value), wideVelocity = new double[length];
        for (ulong step = 0; step < 3; step++)
        {
            float[] gradient = Draw.NormalFloats(length, 2 + step);
            DirectSgd.Step(wideWeights, wideVelocity, Array.ConvertAll(gradient, value => (double)value), 0.05f, 0.9f, 0.01f);
            (float[] Weights, float[] Velocity)[] after =
                Array.ConvertAll(_cpus, cpu => cpu.Sgd(weights, gradient, velocity, 0.05f, 0.9f, 0.01f));
            (weights, velocity) = after[0];
            Assert.All(after, other => Tolerance.SameBits(weights, other.Weights, "weights"));
            Assert.All(after, other => Tolerance.SameBits(velocity, other.Velocity, "velocity"));
            Tolerance.Near(wideWeights, weights, 1e-6, "weights");
            Tolerance.Near(wideVelocity, velocity, 1e-6, "velocity");
        }
    }

    [Fact]
    public void Steps_agree_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("sgd.safetensors");
        foreach (string test in golden.Cases)
        {
            float[] weights = golden.Floats(test + "/initial"), velocity = new float[weights.Length];
            float rate = golden.Floats(test + "/learning_rate")[0], momentum = golden.Floats(test + "/momentum")[0];
            float decay = golden.Floats(test + "/weight_decay")[0];
            for (int step = 1; step <= 3; step++)
            {
                (weights, velocity) = _cpus[1].Sgd(weights, golden.Floats($"{test}/gradient{step}"), velocity, rate, momentum, decay);
                Tolerance.Near(golden.Floats($"{test}/after{step}"), weights, 1e-6, $"{test} step {step}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Products_and_averages_go_element_by_element(int length)
    {
        float[] x = Draw.NormalFloats(length, 1), other = Draw.NormalFloats(length, 2);
        Assert.Equal([.. x.Zip(other, (a, b) => a * b)], _cpus[1].Multiply(x, other));
        double[] moved = [.. x.Zip(other, (a, b) => a + 0.1 * (1.5 * b - a))];
        Tolerance.Near(moved, _cpus[1].MoveAverage(x, other, 0.1f, 1.5f), 1e-6, "average");
    }
}
