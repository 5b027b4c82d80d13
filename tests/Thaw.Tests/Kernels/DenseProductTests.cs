using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

public sealed class DenseProductTests : IDisposable
{
    private const double Bound = 1e-5;

    private readonly CpuProbe[] _cpus = [new(1), new(2), new(3)];

    public static TheoryData<ulong> Seeds => RandomShape.Seeds(40);

    public void Dispose() => Array.ForEach(_cpus, cpu => cpu.Dispose());

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Agrees_with_the_oracle_on_any_number_of_threads(ulong seed)
    {
        var random = new Pcg32(seed, stream: 80);
        int n = 1 + random.NextInt(33), d = 1 + random.NextInt(seed % 4 == 0 ? 900 : 70), u = 1 + random.NextInt(140);
        float[] x = Draw.NormalFloats(n * d, seed + 1), kernel = Draw.NormalFloats(d * u, seed + 2, 0.1);
        float[] bias = Draw.NormalFloats(u, seed + 3), dy = Draw.NormalFloats(n * u, seed + 4);
        double[] wideX = Wide(x), wideKernel = Wide(kernel), wideDy = Wide(dy);
        double[] y = DirectDense.Forward(wideX, wideKernel, Wide(bias), n, d, u);
        double[] dx = DirectDense.InputGradient(wideDy, wideKernel, n, d, u);
        string what = $"[{n},{d}] to {u}";

        float[] first = _cpus[0].Dense(n, d, u, x, kernel, bias, relu: false);
        float[] firstDx = _cpus[0].DenseInputGradient(n, d, u, dy, kernel);
        (float[] firstKernel, float[] firstBias) = _cpus[0].DenseWeightGradient(n, d, u, x, dy);
        Tolerance.Near(y, first, Bound, what);
        Tolerance.Near(DirectRelu.Forward(y), _cpus[0].Dense(n, d, u, x, kernel, bias, relu: true), Bound, what + " ReLU");
        Tolerance.Near(dx, firstDx, Bound, what + " dx");
        Tolerance.Near(DirectDense.KernelGradient(wideX, wideDy, n, d, u), firstKernel, Bound, what + " dkernel");
        Tolerance.Near(DirectDense.BiasGradient(wideDy, u), firstBias, Bound, what + " dbias");
        float[] velocity = Draw.NormalFloats(d * u, seed + 5);
        (float[] stepped, float[] moved) = _cpus[0].Sgd(kernel, firstKernel, velocity, 0.05f, 0.9f, 0.01f);
        foreach (CpuProbe cpu in _cpus)
        {
            (float[] stepWeights, float[] stepVelocity, float[] stepBias) = cpu.DenseWeightStep(n, d, u, x, dy, kernel, velocity, 0.05f, 0.9f, 0.01f);
            Tolerance.SameBits(stepped, stepWeights, what + " step");
            Tolerance.SameBits(moved, stepVelocity, what + " velocity");
            Tolerance.SameBits(firstBias, stepBias, what + " dbias of the step");
            Tolerance.SameBits(first, cpu.Dense(n, d, u, x, kernel, bias, relu: false), what);
            Tolerance.SameBits(firstDx, cpu.DenseInputGradient(n, d, u, dy, kernel), what + " dx");
            Tolerance.SameBits(firstKernel, cpu.DenseWeightGradient(n, d, u, x, dy).Weights, what + " dkernel");
            Tolerance.SameBits(firstBias, cpu.DenseWeightGradient(n, d, u, x, dy).Bias, what + " dbias");
        }
    }

    [Fact]
    public void Agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("dense.safetensors");
        foreach (string test in golden.Cases)
        {
            int[] shape = golden.Shape(test + "/kernel");
            (int n, int d, int u) = (golden.Shape(test + "/input")[0], shape[0], shape[1]);
            float[] x = golden.Floats(test + "/input"), kernel = golden.Floats(test + "/kernel"), bias = golden.Floats(test + "/bias");
            float[] dy = golden.Floats(test + "/output_gradient");
            Tolerance.Near(golden.Floats(test + "/output"), _cpus[1].Dense(n, d, u, x, kernel, bias, false), Bound, test);
            Tolerance.Near(golden.Floats(test + "/input_gradient"), _cpus[1].DenseInputGradient(n, d, u, dy, kernel), Bound, test + " dx");
            (float[] dkernel, float[] dbias) = _cpus[1].DenseWeightGradient(n, d, u, x, dy);
            Tolerance.Near(golden.Floats(test + "/kernel_gradient"), dkernel, Bound, test + " dkernel");
            Tolerance.Near(golden.Floats(test + "/bias_gradient"), dbias, Bound, test + " dbias");
        }
    }

    private static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
}
