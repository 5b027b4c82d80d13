using Thaw.Images;

namespace Thaw.Weights.Safetensors;

/// <summary>
/// Reads and writes safetensors files: 8 bytes with the length of a JSON header (little-endian), the header
/// <c>{name: {dtype, shape, data_offsets: [begin, end]}}</c>, then the values of all tensors without gaps
/// (https://huggingface.co/docs/safetensors, section "Format"). Nothing in a file is ever executed.
/// </summary>
/// <remarks>
/// The reader takes F32 as it is and widens F16 and BF16 to float32, exactly. F64 is refused rather than narrowed, because
/// narrowing would change the weights without a word. Integers and booleans are checked for their place and then left out
/// (<see cref="NamedTensors.LeftOut"/>). Limits: a header of at most 100,000,000 bytes, 65,536 tensors, 8 dimensions.
/// </remarks>
public static class SafetensorsFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">An existing file.</param>
    /// <returns>The tensors in the header's order; the caller owns them.</returns>
    /// <exception cref="WeightsFormatException">The content is not a safetensors file that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static NamedTensors Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        try
        {
            return Read(stream);
        }
        catch (WeightsFormatException e)
        {
            throw new WeightsFormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Reads from the stream's position to its end. Memory is taken only after the sizes in the header have been checked
    /// against the bytes that are there.
    /// </summary>
    /// <param name="stream">Readable, and knows its length; it stays open.</param>
    /// <returns>The tensors in the header's order; the caller owns them.</returns>
    /// <exception cref="ArgumentException">The stream does not know its length.</exception>
    /// <exception cref="WeightsFormatException">The content is not a safetensors file that can be read.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public static NamedTensors Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("Expected a stream that knows its length; copy it to a MemoryStream first.", nameof(stream));
        try
        {
            return SafetensorsReader.Read(stream);
        }
        catch (EndOfStreamException e)
        {
            throw new WeightsFormatException("The file ended while it was being read.", e);
        }
    }

    /// <summary>Writes a file: whole or, where something fails, not at all. A file of that name is replaced.</summary>
    /// <param name="path">Where; the folder must exist.</param>
    /// <param name="tensors">What; the order does not matter, because tensors are stored in the ordinal order of their names.</param>
    /// <param name="encoding">How each value is stored; float32 by default.</param>
    /// <exception cref="ArgumentException">A finite value is too large for float16.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, NamedTensors tensors, TensorEncoding encoding = TensorEncoding.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => Write(stream, tensors, encoding));
    }

    /// <summary>Writes at the stream's position. The same tensors always give the same bytes.</summary>
    /// <param name="stream">Writable; it stays open.</param>
    /// <param name="tensors">What; the order does not matter, because tensors are stored in the ordinal order of their names.</param>
    /// <param name="encoding">How each value is stored; float32 by default.</param>
    /// <exception cref="ArgumentException">A finite value is too large for float16; nothing has been written.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public static void Write(Stream stream, NamedTensors tensors, TensorEncoding encoding = TensorEncoding.Float32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        if (!Enum.IsDefined(encoding))
            throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Expected Float32 or Float16.");
        SafetensorsWriter.Write(stream, tensors, encoding);
    }
}
