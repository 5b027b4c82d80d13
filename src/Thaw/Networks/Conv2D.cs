using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>3x3 convolution with stride 1 and padding "same", and a ReLU unless it is switched off.</summary>
public sealed class Conv2D : Layer
{
    private readonly Parameter _kernel;
    private readonly Parameter? _bias;
    private readonly bool _relu;
    private Tensor? _prepared;
    private int _preparedVersion;
    private bool _prepares;

    internal Conv2D(Device device, string name, int channels, int filters, bool bias = true, bool relu = true) : base(name)
    {
        Channels = channels;
        Filters = filters;
        _relu = relu;
        _kernel = new Parameter(device, $"{name}/kernel", new Shape(3, 3, channels, filters));
        _bias = bias ? new Parameter(device, $"{name}/bias", new Shape(filters)) : null;
        Parameters = _bias is null ? [_kernel] : [_kernel, _bias];
    }

    /// <summary>Channels in.</summary>
    public int Channels { get; }

    /// <summary>Channels out.</summary>
    public int Filters { get; }

    /// <summary><c>kernel</c> [3, 3, in, out] and, unless a normalisation follows, <c>bias</c> [out].</summary>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 4 || input[3] != Channels)
            throw new ArgumentException($"{Name} expects [N, H, W, {Channels}], got {input}.", nameof(input));
        return new Shape(input[0], input[1], input[2], Filters);
    }

    /// <inheritdoc/>
    public override long Operations(Shape input) => 2L * 9 * Channels * Filters * input[0] * input[1] * input[2];

    internal override bool GatedOutput => _relu;

    internal override bool GatesGradient => true;

    // Weights that stay the same are prepared once; weights that train are prepared for each pass, in memory that all layers share
    internal override void Plan(Device device, Shape input, bool trained)
    {
        _prepares = !trained;
        if (trained)
            FreePrepared();
    }

    internal override void Forward(Tensor x, Tensor y, bool training) => Forward(x, y, pooled: null);

    /// <summary>Computes y, the 2x2 maxima of y, or both.</summary>
    internal void Forward(Tensor x, Tensor? y, Tensor? pooled) =>
        x.Device.Convolution(x, _kernel.Value, Prepared(x), _bias?.Value, y, _relu, pooled);

    internal override void InputGradient(Tensor x, Tensor y, Tensor dy, Tensor? dx, bool gated)
    {
        if (dx is not null)
            x.Device.ConvolutionInputGradient(dy, _kernel.Value, gated ? x : null, dx);
    }

    internal override void WeightGradient(Tensor x, Tensor dy) =>
        x.Device.ConvolutionWeightGradient(x, dy, _kernel.Gradient!, _bias?.Gradient);

    internal override void Free()
    {
        base.Free();
        FreePrepared();
    }

    private Tensor? Prepared(Tensor x)
    {
        if (!_prepares)
            return null;
        if (_prepared is null)
            _prepared = x.Device.AllocatePrepared(x.Shape, _kernel.Value);
        else if (_preparedVersion == _kernel.Value.Version)
            return _prepared;
        if (_prepared is not null)
            x.Device.PrepareConvolution(x.Shape, _kernel.Value, _prepared);
        _preparedVersion = _kernel.Value.Version;
        return _prepared;
    }

    private void FreePrepared()
    {
        _prepared?.Dispose();
        _prepared = null;
    }
}
