using BenchmarkDotNet.Attributes;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="MaxPooling"/>: the 2x2 poolings at the ends of VGG16's blocks.</summary>
public class MaxPoolingBenchmarks : KernelBenchmark
{
    private ConvolutionShape _shape;
    private AlignedBuffer _x = null!, _y = null!, _dx = null!, _dy = null!;

    /// <summary>Which poolings there are.</summary>
    public static IEnumerable<string> Layers => VggLayer.BenchmarkedPoolings.Select(layer => layer.Name);

    /// <summary>Which pooling runs.</summary>
    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    /// <summary>The largest of each window.</summary>
    [Benchmark]
    public void Forward() => MaxPooling.Forward(_shape.N, _shape.H, _shape.W, _shape.C, _x.Span, _y.Span, Team);

    /// <summary>The gradient with respect to the input.</summary>
    [Benchmark]
    public void Gradient() => MaxPooling.Gradient(_shape.N, _shape.H, _shape.W, _shape.C, _x.Span, _y.Span, _dy.Span, _dx.Span, gated: true, Team);

    private protected override void Prepare()
    {
        _shape = VggLayer.BenchmarkedPoolings.Single(layer => layer.Name == Layer).Shape;
        int inputs = _shape.Pixels * _shape.C, outputs = _shape.N * (_shape.H / 2) * (_shape.W / 2) * _shape.C;
        _x = Random(inputs);
        _dy = Random(outputs);
        _y = Own(new AlignedBuffer(outputs));
        _dx = Own(new AlignedBuffer(inputs));
        Forward();
    }
}
