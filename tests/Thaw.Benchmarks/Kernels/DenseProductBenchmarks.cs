using BenchmarkDotNet.Attributes;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="DenseProduct"/>: the head's first layer, 256 units, behind VGG16 and behind vgg16-tiny.</summary>
public class DenseProductBenchmarks : KernelBenchmark
{
    private const int Units = 256;
    private int _rows, _inputs;
    private AlignedBuffer _x = null!, _y = null!, _weights = null!, _bias = null!, _dx = null!, _dy = null!, _dWeights = null!, _dBias = null!;
    private Workspace _workspace = null!;

    /// <summary>Which layer runs: 8 rows of 7x7x512 inputs, or 64 rows of 2x2x128.</summary>
    [Params("vgg16/dense_1", "vgg16-tiny/dense_1")]
    public string Layer { get; set; } = "";

    /// <summary>Forward with bias and ReLU.</summary>
    [Benchmark]
    public void Forward() => DenseProduct.Forward(_rows, _inputs, Units, _x.Span, _weights.Span, _bias.Span, _y.Span, relu: true, Team, _workspace);

    /// <summary>The gradient with respect to the input.</summary>
    [Benchmark]
    public void InputGradient() => DenseProduct.InputGradient(_rows, _inputs, Units, _dy.Span, _weights.Span, _dx.Span, Team, _workspace);

    /// <summary>The gradients with respect to weights and bias.</summary>
    [Benchmark]
    public void WeightGradient() => DenseProduct.WeightGradient(_rows, _inputs, Units, _x.Span, _dy.Span, _dWeights.Span, _dBias.Span, Team);

    private protected override void Prepare()
    {
        (_rows, _inputs) = Layer == "vgg16/dense_1" ? (8, 7 * 7 * 512) : (64, 2 * 2 * 128);
        _x = Random(_rows * _inputs);
        _weights = Random(_inputs * Units);
        _bias = Random(Units);
        _dy = Random(_rows * Units);
        _y = Own(new AlignedBuffer(_dy.Length));
        _dx = Own(new AlignedBuffer(_x.Length));
        _dWeights = Own(new AlignedBuffer(_weights.Length));
        _dBias = Own(new AlignedBuffer(Units));
        _workspace = Own(new Workspace());
    }
}
