using BenchmarkDotNet.Attributes;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="BatchNorm"/> at the sizes of pretraining vgg16-tiny: 64 pictures of 64x64.</summary>
public class BatchNormBenchmarks : KernelBenchmark
{
    private const float Epsilon = 1e-3f;
    private AlignedBuffer _x = null!, _y = null!, _gamma = null!, _beta = null!, _mean = null!, _variance = null!, _dy = null!;
    private AlignedBuffer _dGamma = null!, _dBeta = null!;
    private Workspace _workspace = null!;

    /// <summary>Whose size: 1 has 64x64 pixels and 16 channels, 5 has 4x4 pixels and 128 channels.</summary>
    [Params(1, 3, 5)]
    public int Block { get; set; }

    /// <summary>Normalises with the batch's mean and variance; ReLU fused.</summary>
    [Benchmark]
    public void Train() => BatchNorm.Train(
        _x.Span, _gamma.Span, _beta.Span, _mean.Span, _variance.Span, Epsilon, _y.Span, relu: true, Team, _workspace);

    /// <summary>Normalises with a given mean and variance; ReLU fused.</summary>
    [Benchmark]
    public void Infer() => BatchNorm.Infer(
        _x.Span, _gamma.Span, _beta.Span, _mean.Span, _variance.Span, Epsilon, _y.Span, relu: true, Team, _workspace);

    /// <summary>The gradients with respect to input, gamma and beta.</summary>
    [Benchmark]
    public void Gradient() => BatchNorm.Gradient(
        _x.Span, _gamma.Span, _mean.Span, _variance.Span, Epsilon, _dy.Span, _dGamma.Span, _dBeta.Span, Team, _workspace);

    private protected override void Prepare()
    {
        ConvolutionShape shape = VggLayer.BenchmarkedPoolings.Single(layer => layer.Name == $"vgg16-tiny/block{Block}_pool").Shape;
        _x = Random(shape.Pixels * shape.C);
        _gamma = Random(shape.C);
        _beta = Random(shape.C);
        _dy = Random(_x.Length);
        _y = Own(new AlignedBuffer(_x.Length));
        _mean = Own(new AlignedBuffer(shape.C));
        _variance = Own(new AlignedBuffer(shape.C));
        _dGamma = Own(new AlignedBuffer(shape.C));
        _dBeta = Own(new AlignedBuffer(shape.C));
        _workspace = Own(new Workspace());
        Train();
        // Gamma over the standard deviation is 1, so that a gradient that is computed in place, call after call, keeps its size
        for (int i = 0; i < shape.C; i++)
            _gamma.Span[i] = MathF.Sqrt(_variance.Span[i] + Epsilon);
    }
}
