using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

public sealed class ConvolutionTests : IDisposable
{
    /// <summary>Of the largest expected value; a sum of at most 9 * 70 float32 products, by whatever algorithm.</summary>
    private const double Bound = 1e-5;

    private readonly CpuProbe[] _cpus = [new(1), new(2), new(3)];

    public static TheoryData<ulong> Seeds => RandomShape.Seeds(40);

    public void Dispose() => Array.ForEach(_cpus, cpu => cpu.Dispose());

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Agrees_with_the_oracle(ulong seed)
    {
        (Shape map, int k) = RandomShape.Draw(seed);
        (int n, int h, int w, int c) = (map[0], map[1], map[2], map[3]);
        float[] x = Draw.NormalFloats(map.Length, seed + 1), kernel = Draw.NormalFloats(9 * c * k, seed + 2, 0.1);
        float[] bias = Draw.NormalFloats(k, seed + 3), dy = Draw.NormalFloats(n * h * w * k, seed + 4);
        double[] wideX = Wide(x), wideKernel = Wide(kernel), wideDy = Wide(dy);
        double[] y = DirectConvolution.Forward(wideX, wideKernel, Wide(bias), n, h, w, c, k);
        CpuProbe cpu = _cpus[seed % 3];

        Tolerance.Near(y, cpu.Convolution(map, x, kernel, bias, k, relu: false), Bound, $"{map} to {k}");
        Tolerance.Near(DirectRelu.Forward(y), cpu.Convolution(map, x, kernel, bias, k, relu: true), Bound, $"{map} to {k} ReLU");
        Tolerance.Near(
            DirectConvolution.Forward(wideX, wideKernel, new double[k], n, h, w, c, k),
            cpu.Convolution(map, x, kernel, null, k, relu: false), Bound, $"{map} to {k} without bias");
        Tolerance.Near(
            DirectConvolution.InputGradient(wideDy, wideKernel, n, h, w, c, k),
            cpu.ConvolutionInputGradient(map, dy, kernel, k), Bound, $"dx of {map} to {k}");
        Tolerance.SameBits(
            Gated(x, cpu.ConvolutionInputGradient(map, dy, kernel, k)),
            cpu.ConvolutionInputGradient(map, dy, kernel, k, gate: x), $"gated dx of {map} to {k}");
        (float[] dkernel, float[]? dbias) = cpu.ConvolutionWeightGradient(map, x, dy, k);
        Tolerance.Near(DirectConvolution.KernelGradient(wideX, wideDy, n, h, w, c, k), dkernel, Bound, $"dkernel of {map} to {k}");
        Tolerance.Near(DirectConvolution.BiasGradient(wideDy, k), dbias!, Bound, $"dbias of {map} to {k}");
        Tolerance.SameBits(dkernel, cpu.ConvolutionWeightGradient(map, x, dy, k, bias: false).Weights, "dkernel without bias");
    }

    /// <summary>Tiles of 4x4 pixels leave none to three rows over, and none to three columns, for several maps whose tiles fill several blocks.</summary>
    [Fact]
    public void Agrees_with_the_oracle_whatever_the_tiles_leave_over()
    {
        const int N = 7, C = 16, K = 70;
        float[] kernel = Draw.NormalFloats(9 * C * K, 1, 0.1), bias = Draw.NormalFloats(K, 2);
        for (int h = 9; h <= 12; h++)
        {
            for (int w = 9; w <= 12; w++)
            {
                var map = new Shape(N, h, w, C);
                float[] x = Draw.NormalFloats(map.Length, 3), dy = Draw.NormalFloats(N * h * w * K, 4);
                Tolerance.Near(DirectConvolution.Forward(Wide(x), Wide(kernel), Wide(bias), N, h, w, C, K),
                    _cpus[1].Convolution(map, x, kernel, bias, K, relu: false), Bound, $"{map}");
                Tolerance.Near(DirectConvolution.InputGradient(Wide(dy), Wide(kernel), N, h, w, C, K),
                    _cpus[2].ConvolutionInputGradient(map, dy, kernel, K), Bound, $"dx of {map}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pools_on_the_way_and_takes_prepared_weights(ulong seed)
    {
        (Shape map, int k) = RandomShape.Draw(seed, least: 2);
        float[] x = Draw.NormalFloats(map.Length, seed + 1), kernel = Draw.NormalFloats(9 * map[3] * k, seed + 2, 0.1);
        float[] bias = Draw.NormalFloats(k, seed + 3);
        CpuProbe cpu = _cpus[seed % 3];
        float[] y = cpu.Convolution(map, x, kernel, bias, k, relu: true);
        float[] pooled = cpu.MaxPooling(new Shape(map[0], map[1], map[2], k), y);

        (float[] bothY, float[] bothPooled) = cpu.PooledConvolution(map, x, kernel, bias, k, wantY: true);
        Tolerance.SameBits(y, bothY, "y");
        Tolerance.SameBits(pooled, bothPooled, "pooled");
        Tolerance.SameBits(pooled, cpu.PooledConvolution(map, x, kernel, bias, k, wantY: false).Pooled, "pooled alone");
    }

    /// <summary>What comes of a picture does not depend on the others in the batch, whatever way the batch is cut.</summary>
    [Theory]
    [InlineData(13, 21, 22, 16, 70)]
    [InlineData(9, 12, 12, 256, 64)]
    [InlineData(9, 14, 14, 256, 128)]
    [InlineData(40, 2, 2, 32, 32)]
    [InlineData(7, 20, 20, 3, 16)]
    [InlineData(2, 224, 224, 9, 64)] // both together are written past the caches
    public void A_picture_alone_gives_the_same_bits(int n, int h, int w, int c, int k)
    {
        var map = new Shape(n, h, w, c);
        float[] x = Draw.NormalFloats(map.Length, 1), kernel = Draw.NormalFloats(9 * c * k, 2, 0.1), bias = Draw.NormalFloats(k, 3);
        float[] y = _cpus[1].Convolution(map, x, kernel, bias, k, relu: true);
        int from = map.Length / n, to = y.Length / n;
        for (int i = 0; i < n; i += 3)
        {
            float[] alone = _cpus[2].Convolution(map.WithFirst(1), x[(i * from)..((i + 1) * from)], kernel, bias, k, relu: true);
            Tolerance.SameBits(y.AsSpan(i * to, to), alone, $"picture {i}");
        }
    }

    [Fact]
    public void Agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("convolution.safetensors");
        foreach (string test in golden.Cases)
        {
            var map = new Shape(golden.Shape(test + "/input"));
            float[] x = golden.Floats(test + "/input"), kernel = golden.Floats(test + "/kernel"), bias = golden.Floats(test + "/bias");
            float[] dy = golden.Floats(test + "/output_gradient");
            CpuProbe cpu = _cpus[1];
            Tolerance.Near(golden.Floats(test + "/output"), cpu.Convolution(map, x, kernel, bias, bias.Length, false), Bound, test);
            Tolerance.Near(
                golden.Floats(test + "/input_gradient"), cpu.ConvolutionInputGradient(map, dy, kernel, bias.Length), Bound, test + " dx");
            (float[] dkernel, float[]? dbias) = cpu.ConvolutionWeightGradient(map, x, dy, bias.Length);
            Tolerance.Near(golden.Floats(test + "/kernel_gradient"), dkernel, Bound, test + " dkernel");
            Tolerance.Near(golden.Floats(test + "/bias_gradient"), dbias!, Bound, test + " dbias");
        }
    }

    [Theory]
    [InlineData(2, 41, 37, 3, 64)]
    [InlineData(3, 28, 28, 33, 70)]
    [InlineData(5, 14, 14, 128, 65)]
    [InlineData(9, 14, 14, 256, 130)]
    [InlineData(1, 56, 57, 16, 16)]
    [InlineData(4, 2, 2, 200, 130)]
    public void Threads_do_not_change_a_bit(int n, int h, int w, int c, int k)
    {
        var map = new Shape(n, h, w, c);
        float[] x = Draw.NormalFloats(map.Length, 1), kernel = Draw.NormalFloats(9 * c * k, 2, 0.1), bias = Draw.NormalFloats(k, 3);
        float[] dy = Draw.NormalFloats(n * h * w * k, 4);
        float[] y = _cpus[0].Convolution(map, x, kernel, bias, k, true);
        float[] dx = _cpus[0].ConvolutionInputGradient(map, dy, kernel, k);
        (float[] dkernel, float[]? dbias) = _cpus[0].ConvolutionWeightGradient(map, x, dy, k);
        foreach (CpuProbe cpu in _cpus)
        {
            Tolerance.SameBits(y, cpu.Convolution(map, x, kernel, bias, k, true), "y");
            Tolerance.SameBits(dx, cpu.ConvolutionInputGradient(map, dy, kernel, k), "dx");
            (float[] again, float[]? biasAgain) = cpu.ConvolutionWeightGradient(map, x, dy, k);
            Tolerance.SameBits(dkernel, again, "dkernel");
            Tolerance.SameBits(dbias!, biasAgain!, "dbias");
        }
    }

    /// <summary>Maps too large for the oracle: the two gradients are adjoints of the forward pass.</summary>
    [Theory]
    [InlineData(2, 56, 56, 64, 64)]
    [InlineData(3, 33, 47, 3, 70)]
    [InlineData(2, 14, 14, 256, 128)]
    public void Gradients_are_adjoints(int n, int h, int w, int c, int k)
    {
        var map = new Shape(n, h, w, c);
        float[] x = Draw.NormalFloats(map.Length, 1), kernel = Draw.NormalFloats(9 * c * k, 2, 0.1);
        float[] y = _cpus[1].Convolution(map, x, kernel, null, k, false);
        float[] dy = y; // so that the products below are a sum of squares and nothing cancels
        double expected = Dot(y, dy);
        Tolerance.Near(expected, Dot(x, _cpus[1].ConvolutionInputGradient(map, dy, kernel, k)), 1e-6, "dx");
        Tolerance.Near(expected, Dot(kernel, _cpus[1].ConvolutionWeightGradient(map, x, dy, k).Weights), 1e-6, "dkernel");
    }

    private static float[] Gated(float[] gate, float[] values) => [.. values.Select((value, i) => gate[i] > 0 ? value : 0)];

    private static double Dot(float[] a, float[] b) => FiniteDifference.Dot(Wide(a), Wide(b));

    private static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
}
