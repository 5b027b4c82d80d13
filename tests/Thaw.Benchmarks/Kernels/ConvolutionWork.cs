using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary>One convolution with all that its three kernels read and write: the one place that calls them.</summary>
internal sealed class ConvolutionWork : IDisposable
{
    private readonly ConvolutionShape _shape;
    private readonly ThreadTeam _team;
    private readonly AlignedBuffer _x, _y, _weights, _bias, _dx, _dy, _dWeights, _dBias, _prepared;
    private readonly Workspace _first = new(), _second = new();

    /// <summary>Takes the memory.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="team">The threads; not owned.</param>
    public ConvolutionWork(ConvolutionShape shape, ThreadTeam team)
    {
        _shape = shape;
        _team = team;
        _x = RandomBuffer.Create(shape.Pixels * shape.C, 1);
        _weights = RandomBuffer.Create(shape.WeightLength, 2);
        _bias = RandomBuffer.Create(shape.K, 3);
        _dy = RandomBuffer.Create(shape.Pixels * shape.K, 4);
        _y = new AlignedBuffer(_dy.Length);
        _dx = new AlignedBuffer(_x.Length);
        _dWeights = new AlignedBuffer(_weights.Length);
        _dBias = new AlignedBuffer(_bias.Length);
        _prepared = new AlignedBuffer(Convolution.PreparedLength(shape));
        if (_prepared.Length > 0)
            Convolution.Prepare(shape, _weights.Span, _prepared.Span, team);
    }

    /// <summary>Forward with bias and ReLU, and with weights that were prepared before.</summary>
    public void Forward() =>
        Convolution.Forward(_shape, _x.Span, _weights.Span, _prepared.Span, _bias.Span, _y.Span, default, relu: true, _team, _first, _second);

    /// <summary>The gradient with respect to the input.</summary>
    public void InputGradient() =>
        Convolution.InputGradient(_shape, _dy.Span, _weights.Span, default, _dx.Span, _team, _first, _second);

    /// <summary>The gradients with respect to weights and bias.</summary>
    public void WeightGradient() =>
        Convolution.WeightGradient(_shape, _x.Span, _dy.Span, _dWeights.Span, _dBias.Span, _team, _first);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable item in (IDisposable[])[_x, _y, _weights, _bias, _dx, _dy, _dWeights, _dBias, _prepared, _first, _second])
            item.Dispose();
    }
}
