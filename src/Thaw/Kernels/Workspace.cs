namespace Thaw.Kernels;

/// <summary>Scratch memory that kernels share: grows to the largest request and is then reused. The content is undefined.</summary>
internal sealed class Workspace : IDisposable
{
    private AlignedBuffer _buffer = new(0);

    /// <summary>At least <paramref name="length"/> floats; invalidates what an earlier call returned.</summary>
    /// <exception cref="OutOfMemoryException">More than 2^31 - 1 floats, or the system gives no more memory.</exception>
    public Span<float> Take(long length)
    {
        if (length > int.MaxValue)
            throw new OutOfMemoryException($"A kernel needs {length} floats of scratch memory, more than {int.MaxValue}; use a smaller batch.");
        if (_buffer.Length < length)
        {
            _buffer.Dispose();
            _buffer = new AlignedBuffer((int)length);
        }
        return _buffer.Span[..(int)length];
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
