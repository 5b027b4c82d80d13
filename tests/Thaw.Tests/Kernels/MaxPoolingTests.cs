using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

public sealed class MaxPoolingTests : IDisposable
{
    private readonly CpuProbe[] _cpus = [new(1), new(2), new(3)];

    public static TheoryData<ulong> Seeds => RandomShape.Seeds(24);

    public void Dispose() => Array.ForEach(_cpus, cpu => cpu.Dispose());

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Agrees_with_the_oracle_on_any_number_of_threads(ulong seed)
    {
        Shape map = RandomShape.Draw(seed, least: 2).Map;
        (int n, int h, int w, int c) = (map[0], map[1], map[2], map[3]);
        float[] x = Draw.NormalFloats(map.Length, seed + 1), dy = Draw.NormalFloats(n * (h / 2) * (w / 2) * c, seed + 2);
        if (seed % 2 == 1) // ties: every window has equal values, and after a ReLU many are zero
            x = Array.ConvertAll(x, value => Math.Max(0, MathF.Round(value)));
        double[] wide = Array.ConvertAll(x, value => (double)value), wideDy = Array.ConvertAll(dy, value => (double)value);
        float[] y = Array.ConvertAll(DirectMaxPool.Forward(wide, n, h, w, c), value => (float)value);
        float[] dx = Array.ConvertAll(DirectMaxPool.InputGradient(wide, wideDy, n, h, w, c), value => (float)value);
        foreach (CpuProbe cpu in _cpus)
        {
            Assert.Equal(y, cpu.MaxPooling(map, x));
            Assert.Equal(dx, cpu.MaxPoolingGradient(map, x, y, dy));
            float[] gated = [.. dx.Select((value, i) => x[i] > 0 ? value : 0)];
            Assert.Equal(gated, cpu.MaxPoolingGradient(map, x, y, dy, gated: true));
        }
    }

    [Fact]
    public void Agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("max_pool.safetensors");
        foreach (string test in golden.Cases)
        {
            var map = new Shape(golden.Shape(test + "/input"));
            float[] x = golden.Floats(test + "/input"), y = golden.Floats(test + "/output");
            Assert.Equal(y, _cpus[1].MaxPooling(map, x));
            Assert.Equal(
                golden.Floats(test + "/input_gradient"), _cpus[1].MaxPoolingGradient(map, x, y, golden.Floats(test + "/output_gradient")));
        }
    }
}
