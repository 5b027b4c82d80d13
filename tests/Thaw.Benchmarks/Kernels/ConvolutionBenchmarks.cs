using BenchmarkDotNet.Attributes;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="Convolution"/>: 3x3 convolutions of VGG16 and their input gradients.</summary>
public class ConvolutionBenchmarks : KernelBenchmark
{
    private ConvolutionWork _work = null!;

    /// <summary>Which convolutions there are.</summary>
    public static IEnumerable<string> Layers => VggLayer.BenchmarkedConvolutions.Select(layer => layer.Name);

    /// <summary>Which convolution runs.</summary>
    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    /// <summary>Forward with bias and ReLU.</summary>
    [Benchmark]
    public void Forward() => _work.Forward();

    /// <summary>The gradient with respect to the input.</summary>
    [Benchmark]
    public void InputGradient() => _work.InputGradient();

    private protected override void Prepare() =>
        _work = Own(new ConvolutionWork(VggLayer.BenchmarkedConvolutions.Single(layer => layer.Name == Layer).Shape, Team));
}
