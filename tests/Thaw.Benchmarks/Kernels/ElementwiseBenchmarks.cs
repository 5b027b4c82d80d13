using BenchmarkDotNet.Attributes;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="Elementwise"/>: what memory, not arithmetic, limits.</summary>
public class ElementwiseBenchmarks : KernelBenchmark
{
    private AlignedBuffer _y = null!, _dy = null!, _weights = null!, _gradient = null!, _velocity = null!;

    /// <summary>Numbers: as many as fit in a second-level cache; the weights of VGG16's <c>dense_1</c>; the output of its <c>block1_conv1</c> for 8 pictures.</summary>
    [Params(65_536, 25_088 * 256, 8 * 224 * 224 * 64)]
    public int Length { get; set; }

    /// <summary>Zeroes a gradient where the ReLU was off, half of it.</summary>
    [Benchmark]
    public void ReluGradient() => Elementwise.ReluGradient(_y.Span, _dy.Span, Team);

    /// <summary>A step with momentum and weight decay.</summary>
    [Benchmark]
    public void Sgd() => Elementwise.Sgd(_weights.Span, _gradient.Span, _velocity.Span, 1e-4f, 0.9f, 1e-4f, Team);

    private protected override void Prepare()
    {
        _y = Random(Length);
        _dy = Random(Length);
        _weights = Random(Length);
        _gradient = Random(Length);
        _velocity = Own(new AlignedBuffer(Length));
    }
}
