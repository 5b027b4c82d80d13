using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>A dense layer, with a ReLU if asked for. The last layer of a network has none and gives logits.</summary>
public sealed class Dense : Layer
{
    private readonly Parameter _kernel;
    private readonly Parameter _bias;
    private readonly bool _relu;

    internal Dense(Device device, string name, int inputs, int units, bool relu) : base(name)
    {
        Inputs = inputs;
        Units = units;
        _relu = relu;
        _kernel = new Parameter(device, $"{name}/kernel", new Shape(inputs, units));
        _bias = new Parameter(device, $"{name}/bias", new Shape(units));
        Parameters = [_kernel, _bias];
    }

    /// <summary>Numbers in.</summary>
    public int Inputs { get; }

    /// <summary>Numbers out.</summary>
    public int Units { get; }

    /// <summary><c>kernel</c> [in, out] and <c>bias</c> [out].</summary>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 2 || input[1] != Inputs)
            throw new ArgumentException($"{Name} expects [N, {Inputs}], got {input}.", nameof(input));
        return new Shape(input[0], Units);
    }

    /// <inheritdoc/>
    public override long Operations(Shape input) => 2L * Inputs * Units * input[0];

    internal override bool GatedOutput => _relu;

    internal override void Forward(Tensor x, Tensor y, bool training) => x.Device.Dense(x, _kernel.Value, _bias.Value, y, _relu);

    internal override void InputGradient(Tensor x, Tensor y, Tensor dy, Tensor? dx, bool gated)
    {
        if (dx is not null)
            x.Device.DenseInputGradient(dy, _kernel.Value, dx);
    }

    internal override void WeightGradient(Tensor x, Tensor dy) => x.Device.DenseWeightGradient(x, dy, _kernel.Gradient!, _bias.Gradient!);

    // There are so many weights to so few pictures that a gradient written and read again would take most of the time
    internal override void Step(Tensor x, Tensor dy, Func<Parameter, SgdRule> rules)
    {
        x.Device.DenseWeightStep(x, dy, _kernel.Value, rules(_kernel), _bias.Gradient!);
        x.Device.Sgd(_bias.Value, _bias.Gradient!, rules(_bias));
    }
}
