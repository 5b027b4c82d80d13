using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>2x2 max pooling with stride 2; an odd last row or column is left out.</summary>
public sealed class MaxPooling2D : Layer
{
    internal MaxPooling2D(string name) : base(name)
    {
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 4 || input[1] < 2 || input[2] < 2)
            throw new ArgumentException($"{Name} expects [N, H, W, C] with at least 2x2 pixels, got {input}.", nameof(input));
        return new Shape(input[0], input[1] / 2, input[2] / 2, input[3]);
    }

    internal override void Forward(Tensor x, Tensor y, bool training) => x.Device.MaxPooling(x, y);

    internal override bool GatesGradient => true;

    internal override void InputGradient(Tensor x, Tensor y, Tensor dy, Tensor? dx, bool gated)
    {
        if (dx is not null)
            x.Device.MaxPoolingGradient(x, y, dy, dx, gated);
    }
}
