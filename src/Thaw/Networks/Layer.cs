using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>A step of a network. It owns its parameters; the network owns what flows between layers.</summary>
public abstract class Layer
{
    private protected Layer(string name) => Name = name;

    /// <summary>Keras's name for the layer, for example <c>block5_conv3</c>.</summary>
    public string Name { get; }

    /// <summary>What training changes by gradient; empty for layers without weights.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>What training changes without a gradient, such as running means; usually empty.</summary>
    public virtual IReadOnlyList<Parameter> Statistics => [];

    /// <summary>The shape that comes out for a shape that goes in; the first axis is the batch.</summary>
    /// <param name="input">The input's shape.</param>
    /// <exception cref="ArgumentException">The layer can't take that shape.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>Floating-point operations of one forward pass, counted as for a direct computation: a multiply-add is two.</summary>
    /// <param name="input">The input's shape.</param>
    public virtual long Operations(Shape input) => 0;

    /// <summary>Whether the output takes the input's memory, so that the network plans no buffer for it.</summary>
    internal virtual bool InPlace => false;

    /// <summary>Whether the input's gradient takes the memory of the output's.</summary>
    internal virtual bool GradientInPlace => InPlace;

    /// <summary>Whether the output comes out of a ReLU. The gradient that <see cref="InputGradient"/> gets is then already 0 where the ReLU was off.</summary>
    internal virtual bool GatedOutput => false;

    /// <summary>Whether <see cref="InputGradient"/> can apply the gate of the ReLU below while it writes the input's gradient.</summary>
    internal virtual bool GatesGradient => false;

    /// <summary>Takes whatever memory the layer itself needs for a shape.</summary>
    internal virtual void Plan(Device device, Shape input, bool trained)
    {
    }

    /// <summary>Computes y from x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The output; the input's memory if <see cref="InPlace"/>.</param>
    /// <param name="training">Whether the layer is being trained (dropout drops, batch statistics are used).</param>
    internal abstract void Forward(Tensor x, Tensor y, bool training);

    /// <summary>Computes the input's gradient if it is asked for. A layer that gets its parameters' gradients on the way computes them too.</summary>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="y">The output of the forward pass.</param>
    /// <param name="dy">The gradient with respect to y; may be changed if <see cref="GradientInPlace"/>.</param>
    /// <param name="dx">Where the gradient with respect to x goes, or null if nobody needs it; dy's memory if <see cref="GradientInPlace"/>.</param>
    /// <param name="gated">Whether dx shall become 0 where x is not above 0; only asked of a layer that <see cref="GatesGradient"/>.</param>
    internal abstract void InputGradient(Tensor x, Tensor y, Tensor dy, Tensor? dx, bool gated);

    /// <summary>Computes the gradients of the parameters that train.</summary>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient with respect to the output.</param>
    internal virtual void WeightGradient(Tensor x, Tensor dy)
    {
    }

    /// <summary>Computes the gradients of the parameters and lets these take their step; gradients need not be there afterwards.</summary>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient with respect to the output.</param>
    /// <param name="rules">How each parameter steps.</param>
    internal virtual void Step(Tensor x, Tensor dy, Func<Parameter, SgdRule> rules)
    {
        WeightGradient(x, dy);
        for (int i = 0; i < Parameters.Count; i++)
            dy.Device.Sgd(Parameters[i].Value, Parameters[i].Gradient!, rules(Parameters[i]));
    }

    /// <summary>Gives back all memory.</summary>
    internal virtual void Free()
    {
        foreach (Parameter parameter in Parameters.Concat(Statistics))
            parameter.Free();
    }
}
