namespace Thaw.Tensors;

/// <summary>
/// The sizes of a tensor, slowest axis first: pictures and activations are [N, H, W, C], convolution weights [3, 3, in, out], dense
/// weights [in, out], biases [out].
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _sizes;

    /// <summary>Creates a shape.</summary>
    /// <param name="sizes">One to four sizes, each at least 1; copied.</param>
    /// <exception cref="ArgumentException">No size or more than four.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or more than 2^31 - 1 elements.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length is 0 or > 4)
            throw new ArgumentException($"A shape has one to four sizes, got {sizes.Length}.", nameof(sizes));
        long length = 1;
        foreach (int size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
            length *= size;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, int.MaxValue, nameof(sizes));
        }
        _sizes = sizes.ToArray();
    }

    /// <summary>Number of axes; 0 for the default value.</summary>
    public int Rank => _sizes?.Length ?? 0;

    /// <summary>Number of elements; 0 for the default value.</summary>
    public int Length
    {
        get
        {
            int length = Rank == 0 ? 0 : 1;
            foreach (int size in Sizes)
                length *= size;
            return length;
        }
    }

    /// <summary>The sizes, slowest axis first.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The size of an axis.</summary>
    /// <param name="axis">0 to Rank - 1.</param>
    public int this[int axis] => Sizes[axis];

    /// <summary>The same shape with another first size.</summary>
    /// <param name="size">At least 1.</param>
    public Shape WithFirst(int size)
    {
        Span<int> sizes = stackalloc int[Rank];
        Sizes.CopyTo(sizes);
        sizes[0] = size;
        return new Shape(sizes);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int size in Sizes)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>For example <c>[8, 224, 224, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Sizes.ToArray())}]";

    /// <summary>Whether all sizes are equal.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether a size differs.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);
}
