using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

public sealed class BatchNormTests : IDisposable
{
    /// <summary>Values near 1 with a mean of 3: sums of up to 605 float32 numbers.</summary>
    private const double Bound = 1e-5;

    private const float Epsilon = 1e-3f;

    private readonly CpuProbe[] _cpus = [new(1), new(2), new(3)];

    public static TheoryData<ulong> Seeds => RandomShape.Seeds(24);

    public void Dispose() => Array.ForEach(_cpus, cpu => cpu.Dispose());

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Agrees_with_the_oracle(ulong seed)
    {
        Shape map = RandomShape.Draw(seed, least: 2).Map;
        int c = map[3];
        float[] x = Array.ConvertAll(Draw.NormalFloats(map.Length, seed + 1), value => value + 3), dy = Draw.NormalFloats(map.Length, seed + 2);
        float[] gamma = Draw.NormalFloats(c, seed + 3), beta = Draw.NormalFloats(c, seed + 4);
        double[] wideX = Wide(x), wideDy = Wide(dy), wideGamma = Wide(gamma), wideBeta = Wide(beta);
        CpuProbe cpu = _cpus[seed % 3];

        (float[] y, float[] mean, float[] variance) = cpu.BatchNormalization(map, x, gamma, beta, Epsilon, relu: false);
        (double[] expectedMean, double[] expectedVariance) = DirectBatchNormalization.Statistics(wideX, c);
        Tolerance.Near(expectedMean, mean, Bound, $"{map} mean");
        Tolerance.Near(expectedVariance, variance, Bound, $"{map} variance");
        double[] expected = DirectBatchNormalization.ForwardTraining(wideX, wideGamma, wideBeta, Epsilon);
        Tolerance.Near(expected, y, Bound, $"{map} y");
        Tolerance.Near(
            DirectRelu.Forward(expected), cpu.BatchNormalization(map, x, gamma, beta, Epsilon, relu: true).Y, Bound, $"{map} ReLU");
        Tolerance.Near(
            expected, cpu.BatchNormalizationInference(map, x, gamma, beta, mean, variance, Epsilon, relu: false), Bound, $"{map} inference");

        (float[] dx, float[] dgamma, float[] dbeta) = cpu.BatchNormalizationGradient(map, x, gamma, mean, variance, Epsilon, dy);
        (double[] expectedGamma, double[] expectedBeta) =
            DirectBatchNormalization.ParameterGradients(wideX, wideDy, expectedMean, expectedVariance, Epsilon);
        Tolerance.Near(DirectBatchNormalization.InputGradientTraining(wideX, wideDy, wideGamma, Epsilon), dx, Bound, $"{map} dx");
        Tolerance.Near(expectedGamma, dgamma, Bound, $"{map} dgamma");
        Tolerance.Near(expectedBeta, dbeta, Bound, $"{map} dbeta");
    }

    /// <summary>As with activations that no preprocessing centred. Half the distance between two floats near 300 is 1.5e-5, and the mean is given
    /// back rounded to that: a deviation of 1 can't be placed better.</summary>
    [Theory]
    [InlineData(4, 16, 16, 16, 300)]
    [InlineData(3, 9, 7, 21, -300)]
    [InlineData(2, 4, 4, 128, 300)]
    [InlineData(5, 40, 40, 3, 300)]
    public void Keeps_its_digits_where_the_mean_is_far_from_0(int n, int h, int w, int c, double centre)
    {
        var map = new Shape(n, h, w, c);
        float[] x = Array.ConvertAll(Draw.NormalFloats(map.Length, 1), value => (float)(value + centre)), dy = Draw.NormalFloats(map.Length, 2);
        // The corner is another world, as where a convolution's padding reaches in: no value by itself may serve as the mean
        x.AsSpan(0, c).Clear();
        float[] gamma = Draw.NormalFloats(c, 3), beta = Draw.NormalFloats(c, 4);
        double[] wideX = Wide(x), wideDy = Wide(dy), wideGamma = Wide(gamma), wideBeta = Wide(beta);

        (float[] y, float[] mean, float[] variance) = _cpus[1].BatchNormalization(map, x, gamma, beta, Epsilon, relu: false);
        (double[] expectedMean, double[] expectedVariance) = DirectBatchNormalization.Statistics(wideX, c);
        Tolerance.Near(expectedMean, mean, 1e-7, "mean");
        Tolerance.Near(expectedVariance, variance, 1e-6, "variance");
        Tolerance.Near(DirectBatchNormalization.ForwardTraining(wideX, wideGamma, wideBeta, Epsilon), y, Bound, "y");
        double[] inference = DirectBatchNormalization.Forward(wideX, wideGamma, wideBeta, Wide(mean), Wide(variance), Epsilon);
        Tolerance.Near(inference, _cpus[2].BatchNormalizationInference(map, x, gamma, beta, mean, variance, Epsilon, relu: false), 1e-6, "inference");

        (float[] dx, float[] dgamma, float[] dbeta) = _cpus[1].BatchNormalizationGradient(map, x, gamma, mean, variance, Epsilon, dy);
        (double[] expectedGamma, double[] expectedBeta) =
            DirectBatchNormalization.ParameterGradients(wideX, wideDy, expectedMean, expectedVariance, Epsilon);
        Tolerance.Near(DirectBatchNormalization.InputGradientTraining(wideX, wideDy, wideGamma, Epsilon), dx, Bound, "dx");
        Tolerance.Near(expectedGamma, dgamma, Bound, "dgamma");
        Tolerance.Near(expectedBeta, dbeta, Bound, "dbeta");
    }

    [Fact]
    public void Agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("batch_normalization.safetensors");
        foreach (string test in golden.Cases)
        {
            var map = new Shape(golden.Shape(test + "/input"));
            float[] x = golden.Floats(test + "/input"), gamma = golden.Floats(test + "/gamma"), beta = golden.Floats(test + "/beta");
            float epsilon = (float)golden.Scalar(test + "/epsilon");
            (float[] y, float[] mean, float[] variance) = _cpus[1].BatchNormalization(map, x, gamma, beta, epsilon, false);
            Tolerance.Near(golden.Floats(test + "/output"), y, Bound, test);
            (float[] dx, float[] dgamma, float[] dbeta) = _cpus[1].BatchNormalizationGradient(
                map, x, gamma, mean, variance, epsilon, golden.Floats(test + "/output_gradient"));
            Tolerance.Near(golden.Floats(test + "/gamma_gradient"), dgamma, Bound, test + " dgamma");
            Tolerance.Near(golden.Floats(test + "/beta_gradient"), dbeta, Bound, test + " dbeta");
            // With two values a channel dx is a difference of terms that are a thousand times larger
            double bound = map[0] * map[1] * map[2] == 2 ? 2e-4 : Bound;
            Tolerance.Near(golden.Floats(test + "/input_gradient"), dx, bound, test + " dx");
            Tolerance.Near(
                golden.Floats(test + "/inference_output"),
                _cpus[1].BatchNormalizationInference(
                    map, x, gamma, beta, golden.Floats(test + "/moving_mean"), golden.Floats(test + "/moving_variance"), epsilon, false),
                Bound, test + " inference");
        }
    }

    [Theory]
    [InlineData(3, 32, 31, 5)]
    [InlineData(2, 40, 40, 64)]
    [InlineData(5, 17, 13, 70)]
    public void Threads_do_not_change_a_bit(int n, int h, int w, int c)
    {
        var map = new Shape(n, h, w, c);
        float[] x = Draw.NormalFloats(map.Length, 1), gamma = Draw.NormalFloats(c, 2), beta = Draw.NormalFloats(c, 3);
        float[] dy = Draw.NormalFloats(map.Length, 4);
        (float[] y, float[] mean, float[] variance) = _cpus[0].BatchNormalization(map, x, gamma, beta, Epsilon, true);
        (float[] dx, float[] dgamma, float[] dbeta) = _cpus[0].BatchNormalizationGradient(map, x, gamma, mean, variance, Epsilon, dy);
        foreach (CpuProbe cpu in _cpus)
        {
            (float[] y2, float[] mean2, float[] variance2) = cpu.BatchNormalization(map, x, gamma, beta, Epsilon, true);
            (float[] dx2, float[] dgamma2, float[] dbeta2) = cpu.BatchNormalizationGradient(map, x, gamma, mean, variance, Epsilon, dy);
            Tolerance.SameBits([.. y, .. mean, .. variance], [.. y2, .. mean2, .. variance2], "forward");
            Tolerance.SameBits([.. dx, .. dgamma, .. dbeta], [.. dx2, .. dgamma2, .. dbeta2], "gradients");
        }
    }

    private static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
}
