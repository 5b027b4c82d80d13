using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Thaw.Weights.Safetensors;

/// <summary>Reads safetensors from a stream; the contract stands at <see cref="SafetensorsFile"/>.</summary>
internal static class SafetensorsReader
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads from the stream's position to its end.</summary>
    public static NamedTensors Read(Stream stream)
    {
        long length = stream.Length - stream.Position;
        if (length < sizeof(ulong))
            throw new WeightsFormatException($"Expected a safetensors file of at least 8 bytes, got {Math.Max(length, 0)}.");
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long rest = length - sizeof(ulong);
        if (headerLength is < 2 or > SafetensorsHeader.MaxBytes || headerLength > (ulong)rest)
            throw new WeightsFormatException(
                $"Expected a safetensors header of 2 to {Math.Min(rest, SafetensorsHeader.MaxBytes)} bytes, got {headerLength}: "
                + "the file is cut off or not safetensors.");

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        List<SafetensorsEntry> entries = SafetensorsHeader.Parse(header, metadata);
        SafetensorsEntry[] inFileOrder = CheckLayout(entries, rest - (long)headerLength);
        return ReadValues(stream, entries, inFileOrder, metadata);
    }

    /// <summary>Checks that the tensors cover the data exactly: every byte belongs to one tensor.</summary>
    /// <returns>The tensors by where they begin.</returns>
    private static SafetensorsEntry[] CheckLayout(List<SafetensorsEntry> entries, long dataLength)
    {
        foreach (SafetensorsEntry entry in entries)
            entry.Check(dataLength);
        SafetensorsEntry[] inFileOrder = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        long covered = 0;
        foreach (SafetensorsEntry entry in inFileOrder)
        {
            if (entry.Begin != covered)
                throw new WeightsFormatException(
                    $"Tensor '{entry.Name}': expected its data at {covered}, got {entry.Begin}: tensors overlap or leave a hole.");
            covered = entry.End;
        }
        if (covered != dataLength)
            throw new WeightsFormatException($"Expected {covered} bytes of data behind the header, got {dataLength}.");
        return inFileOrder;
    }

    private static NamedTensors ReadValues(
        Stream stream, List<SafetensorsEntry> entries, SafetensorsEntry[] inFileOrder, Dictionary<string, string> metadata)
    {
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var leftOut = new List<string>();
        var chunk = new byte[ChunkBytes];
        foreach (SafetensorsEntry entry in inFileOrder)
        {
            if (entry.IsReadable)
                values.Add(entry.Name, ReadTensor(stream, entry, chunk));
            else
                Skip(stream, entry, leftOut);
        }
        var tensors = new NamedTensors(metadata, leftOut.Order(StringComparer.Ordinal));
        foreach (SafetensorsEntry entry in entries.Where(entry => entry.IsReadable))
            tensors.Add(entry.Name, entry.Shape, values[entry.Name]);
        return tensors;
    }

    private static void Skip(Stream stream, SafetensorsEntry entry, List<string> leftOut)
    {
        stream.Seek(entry.End - entry.Begin, SeekOrigin.Current);
        leftOut.Add(entry.Name);
    }

    private static float[] ReadTensor(Stream stream, SafetensorsEntry entry, byte[] chunk)
    {
        var values = new float[(entry.End - entry.Begin) / entry.ElementSize];
        if (entry.Type == "F32" && BitConverter.IsLittleEndian)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        Span<float> left = values;
        while (left.Length > 0)
        {
            int count = Math.Min(left.Length, chunk.Length / entry.ElementSize);
            Span<byte> bytes = chunk.AsSpan(0, count * entry.ElementSize);
            stream.ReadExactly(bytes);
            Widen(bytes, entry.Type, left[..count]);
            left = left[count..];
        }
        return values;
    }

    /// <summary>Turns stored elements into float32, exactly: every binary16 and bfloat16 number is a binary32 number.</summary>
    private static void Widen(ReadOnlySpan<byte> bytes, string type, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16),
            };
        }
    }
}
