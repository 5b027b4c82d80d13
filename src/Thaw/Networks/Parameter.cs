using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>A named tensor of weights, and its gradient while it is trained. Owned by its layer.</summary>
public sealed class Parameter
{
    internal Parameter(Device device, string name, Shape shape, float initialValue = 0)
    {
        Name = name;
        Value = device.Allocate(shape);
        if (initialValue == 0)
            return;
        float[] values = new float[shape.Length];
        Array.Fill(values, initialValue);
        device.Upload(values, Value);
    }

    /// <summary>Layer and role as Keras names them, for example <c>block1_conv1/kernel</c>.</summary>
    public string Name { get; }

    /// <summary>The weights.</summary>
    public Tensor Value { get; }

    /// <summary>The gradient of the loss, of the same shape; null unless the network was planned to train this parameter.</summary>
    public Tensor? Gradient { get; private set; }

    /// <summary>Copies the weights to a new array.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Value.Shape.Length];
        Value.Device.Download(Value, values);
        return values;
    }

    /// <summary>Replaces the weights.</summary>
    /// <param name="values">As many as the shape holds, last axis fastest.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Value.Shape.Length)
            throw new ArgumentException($"{Name} has shape {Value.Shape}, {Value.Shape.Length} values; got {values.Length}.", nameof(values));
        Value.Device.Upload(values, Value);
    }

    internal void PlanGradient(bool trained)
    {
        if (trained == (Gradient is not null))
            return;
        Gradient?.Dispose();
        Gradient = trained ? Value.Device.Allocate(Value.Shape) : null;
    }

    internal void Free()
    {
        Gradient?.Dispose();
        Value.Dispose();
    }
}
