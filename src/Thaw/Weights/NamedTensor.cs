namespace Thaw.Weights;

/// <summary>A tensor of a weights file: its name, its shape and its values in row-major order (the last index runs fastest).</summary>
public sealed class NamedTensor
{
    /// <summary>The largest number of dimensions of a stored tensor.</summary>
    internal const int MaxRank = 8;

    /// <summary>Wraps arrays; both are owned by the tensor from here on and are not copied.</summary>
    /// <param name="name">1 to 1,024 UTF-16 units of well-formed text, for example <c>block1_conv1/kernel</c>.</param>
    /// <param name="shape">Sizes from the slowest to the fastest index: 0 to 8 of them, none negative; none at all is a scalar.</param>
    /// <param name="values">As many values as the product of the shape.</param>
    /// <exception cref="ArgumentException">An argument does not keep to the above.</exception>
    public NamedTensor(string name, int[] shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (TensorName.Objection(name) is { } objection)
            throw new ArgumentException(objection, nameof(name));
        if (shape.Length > MaxRank || Array.Exists(shape, size => size < 0))
            throw new ArgumentException(
                $"Tensor '{name}': expected up to {MaxRank} sizes, none negative, got [{string.Join(',', shape)}].", nameof(shape));
        if (ElementCount(shape) is not { } count || count != values.Length)
            throw new ArgumentException(
                $"Tensor '{name}': shape [{string.Join(',', shape)}] does not fit {values.Length} values.", nameof(values));
        Name = name;
        Shape = shape;
        Values = values;
    }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

#pragma warning disable CA1819 // A tensor is a buffer; copying it on every access would be a trap of its own
    /// <summary>Sizes from the slowest to the fastest index (not a copy); empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The values themselves in row-major order (not a copy).</summary>
    public float[] Values { get; }
#pragma warning restore CA1819

    /// <summary>The product of the sizes, 1 for a scalar; null where it is more than an array can hold.</summary>
    internal static long? ElementCount(ReadOnlySpan<int> shape)
    {
        if (shape.Contains(0))
            return 0;
        long count = 1;
        foreach (int size in shape)
        {
            count *= size; // below 2^62: both factors are below 2^31
            if (count > Array.MaxLength)
                return null;
        }
        return count;
    }
}
