using BenchmarkDotNet.Attributes;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="Thaw.Kernels.Convolution.WeightGradient"/>, for 3x3 convolutions of VGG16.</summary>
public class ConvolutionWeightGradientBenchmarks : KernelBenchmark
{
    private ConvolutionWork _work = null!;

    /// <summary>Which convolutions there are.</summary>
    public static IEnumerable<string> Layers => VggLayer.BenchmarkedConvolutions.Select(layer => layer.Name);

    /// <summary>Which convolution runs.</summary>
    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    /// <summary>The gradients with respect to weights and bias.</summary>
    [Benchmark]
    public void WeightGradient() => _work.WeightGradient();

    private protected override void Prepare() =>
        _work = Own(new ConvolutionWork(VggLayer.BenchmarkedConvolutions.Single(layer => layer.Name == Layer).Shape, Team));
}
