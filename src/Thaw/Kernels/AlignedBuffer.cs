using System.Runtime.InteropServices;

namespace Thaw.Kernels;

/// <summary>Float32 memory outside the managed heap, aligned to 64 bytes and zeroed; freed on disposal, or by the finalizer at the latest.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int Alignment = 64;
    private float* _pointer;

    /// <summary>Takes memory for <paramref name="length"/> floats, all zero.</summary>
    /// <param name="length">Number of floats, 0 to 2^31 - 1.</param>
    /// <exception cref="OutOfMemoryException">The system gives no more memory.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = Math.Max((nuint)length * sizeof(float), Alignment);
        _pointer = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_pointer, bytes);
    }

    /// <summary>Frees what was never disposed.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The memory; valid until disposal.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed.</exception>
    public Span<float> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == null, this);
            return new Span<float>(_pointer, Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
    }
}
