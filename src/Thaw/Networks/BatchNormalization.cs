using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>
/// Batch normalisation per channel (Ioffe and Szegedy 2015), with the ReLU that follows it. While it is trained it uses the batch's
/// statistics and moves its running ones towards them; otherwise it uses the running ones. For pretraining: shipped backbones have it
/// folded into their convolutions.
/// </summary>
public sealed class BatchNormalization : Layer
{
    /// <summary>PyTorch's default.</summary>
    public const float Epsilon = 1e-5f;

    private const float Rate = 0.1f;
    private readonly Parameter _gamma, _beta, _movingMean, _movingVariance;
    private readonly Tensor _mean, _variance;

    internal BatchNormalization(Device device, string name, int channels) : base(name)
    {
        var shape = new Shape(channels);
        _gamma = new Parameter(device, $"{name}/gamma", shape, 1);
        _beta = new Parameter(device, $"{name}/beta", shape);
        _movingMean = new Parameter(device, $"{name}/moving_mean", shape);
        _movingVariance = new Parameter(device, $"{name}/moving_variance", shape, 1);
        _mean = device.Allocate(shape);
        _variance = device.Allocate(shape);
        Parameters = [_gamma, _beta];
        Statistics = [_movingMean, _movingVariance];
    }

    /// <summary><c>gamma</c> and <c>beta</c>, [C].</summary>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary><c>moving_mean</c> and <c>moving_variance</c> (unbiased, as PyTorch keeps it), [C]; a tenth of the way moved each batch.</summary>
    public override IReadOnlyList<Parameter> Statistics { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int channels = _gamma.Value.Shape[0];
        if (input.Rank != 4 || input[3] != channels)
            throw new ArgumentException($"{Name} expects [N, H, W, {channels}], got {input}.", nameof(input));
        return input;
    }

    internal override bool GatedOutput => true;

    internal override void Forward(Tensor x, Tensor y, bool training)
    {
        Device device = x.Device;
        if (!training)
        {
            device.BatchNormalizationInference(x, _gamma.Value, _beta.Value, _movingMean.Value, _movingVariance.Value, Epsilon, y, relu: true);
            return;
        }
        device.BatchNormalization(x, _gamma.Value, _beta.Value, _mean, _variance, Epsilon, y, relu: true);
        float count = x.Shape.Length / x.Shape[3];
        device.MoveAverage(_movingMean.Value, _mean, Rate, 1);
        device.MoveAverage(_movingVariance.Value, _variance, Rate, count / Math.Max(1, count - 1));
    }

    internal override void InputGradient(Tensor x, Tensor y, Tensor dy, Tensor? dx, bool gated)
    {
        Device device = x.Device;
        device.BatchNormalizationGradient(x, _gamma.Value, _mean, _variance, Epsilon, dy, _gamma.Gradient!, _beta.Gradient!);
    }

    internal override bool GradientInPlace => true;

    internal override void Free()
    {
        base.Free();
        _mean.Dispose();
        _variance.Dispose();
    }
}
