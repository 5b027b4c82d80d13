namespace Thaw.Tensors;

/// <summary>
/// Float32 numbers on a device, dense, last axis fastest. A tensor owns its memory, unless it is a view of another, and gives it back
/// when it is disposed.
/// </summary>
public sealed class Tensor : IDisposable
{
    private bool _ownsStorage;

    internal Tensor(Device device, Shape shape, IDisposable storage, bool ownsStorage)
    {
        Device = device;
        Capacity = shape.Length;
        Shape = shape;
        Storage = storage;
        _ownsStorage = ownsStorage;
    }

    /// <summary>Where the numbers are.</summary>
    public Device Device { get; }

    /// <summary>The sizes.</summary>
    public Shape Shape { get; private set; }

    /// <summary>How many numbers the memory holds; <see cref="Shape"/> never has more.</summary>
    internal int Capacity { get; }

    /// <summary>Where in the memory the numbers start.</summary>
    internal int Offset { get; private set; }

    /// <summary>Counts how often the device has written to the tensor as a whole: what was derived from it is stale when this has moved.</summary>
    internal int Version { get; private set; }

    /// <summary>The device's own memory object.</summary>
    internal IDisposable Storage { get; }

    /// <summary>The same memory under another shape, owned by this tensor still.</summary>
    /// <param name="shape">No more elements than this tensor has room for.</param>
    internal Tensor View(Shape shape)
    {
        if (shape.Length > Capacity)
            throw new ArgumentException($"A view of {shape} needs {shape.Length} numbers; the tensor has room for {Capacity}.", nameof(shape));
        return new Tensor(Device, shape, Storage, ownsStorage: false);
    }

    /// <summary>Changes the first size, so that a smaller last batch needs no other buffers.</summary>
    /// <param name="count">At least 1 and within the capacity.</param>
    internal void SetFirst(int count)
    {
        if (Shape[0] == count)
            return;
        Shape shape = Shape.WithFirst(count);
        if (shape.Length > Capacity)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The tensor has room for {Capacity} numbers, {shape} has more.");
        Shape = shape;
    }

    /// <summary>Moves a view to other pictures of the same memory.</summary>
    /// <param name="first">The first picture.</param>
    /// <param name="count">How many, at least 1; all within the capacity.</param>
    internal void SetWindow(int first, int count)
    {
        SetFirst(count);
        Offset = first * (Shape.Length / count);
        if (Offset + Shape.Length > Capacity)
            throw new ArgumentOutOfRangeException(nameof(first), first, $"The tensor has room for {Capacity} numbers, {Shape} from there on ends at {Offset + Shape.Length}.");
    }

    internal void Changed() => Version++;

    /// <summary>Gives the memory back, unless this is a view; a second call does nothing.</summary>
    public void Dispose()
    {
        if (!_ownsStorage)
            return;
        _ownsStorage = false;
        Device.Free(this);
    }
}
