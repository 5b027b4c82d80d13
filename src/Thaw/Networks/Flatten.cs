using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>[N, H, W, C] seen as [N, H * W * C], Keras's order; nothing is copied.</summary>
public sealed class Flatten : Layer
{
    internal Flatten(string name) : base(name)
    {
    }

    internal override bool InPlace => true;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => new(input[0], input.Length / input[0]);

    internal override void Forward(Tensor x, Tensor y, bool training)
    {
    }

    internal override void InputGradient(Tensor x, Tensor y, Tensor dy, Tensor? dx, bool gated)
    {
    }
}
