using Thaw.Kernels;
using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>
/// While training, sets a share of the numbers to zero and scales the others up by 1 / (1 - rate), so that the expectation stays;
/// otherwise does nothing. Which numbers depends on the seed and on how many batches went before, not on threads.
/// </summary>
public sealed class Dropout : Layer
{
    private Pcg32 _random = new(0);
    private float[] _factors = [];
    private Tensor? _mask;

    internal Dropout(string name, float rate) : base(name)
    {
        if (rate is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate is at least 0 and below 1.");
        Rate = rate;
    }

    /// <summary>The share that is dropped, at least 0 and below 1.</summary>
    public float Rate { get; }

    internal override bool InPlace => true;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <summary>Starts the random numbers again.</summary>
    internal void Seed(ulong seed) => _random = new Pcg32(seed, stream: 0xD0);

    internal override void Plan(Device device, Shape input, bool trained)
    {
        _mask?.Dispose();
        _mask = trained ? device.Allocate(input) : null;
        _factors = trained ? new float[input.Length] : [];
    }

    internal override void Forward(Tensor x, Tensor y, bool training)
    {
        if (!training || Rate == 0)
            return;
        float keep = 1 / (1 - Rate);
        Span<float> factors = _factors.AsSpan(0, x.Shape.Length);
        for (int i = 0; i < factors.Length; i++)
            factors[i] = _random.NextFloat() < Rate ? 0 : keep;
        _mask!.SetFirst(x.Shape[0]);
        x.Device.Upload(factors, _mask);
        x.Device.Multiply(y, _mask);
    }

    internal override void InputGradient(Tensor x, Tensor y, Tensor dy, Tensor? dx, bool gated)
    {
        if (Rate > 0 && _mask is not null)
            dy.Device.Multiply(dy, _mask);
    }

    internal override void Free() => _mask?.Dispose();
}
