using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Thaw.Weights.Safetensors;

/// <summary>Writes safetensors to a stream; the contract stands at <see cref="SafetensorsFile"/>.</summary>
internal static class SafetensorsWriter
{
    private const int ChunkValues = 1 << 15;
    private const int Alignment = 8;

    /// <summary>Writes at the stream's position.</summary>
    public static void Write(Stream stream, NamedTensors tensors, TensorEncoding encoding)
    {
        if (tensors.Count > SafetensorsHeader.MaxTensors)
            throw new ArgumentException($"Expected at most {SafetensorsHeader.MaxTensors} tensors, got {tensors.Count}.", nameof(tensors));
        NamedTensor[] ordered = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        if (encoding == TensorEncoding.Float16)
            CheckRange(ordered);

        byte[] header = Header(ordered, tensors.Metadata, encoding == TensorEncoding.Float16 ? 2 : 4);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (NamedTensor tensor in ordered)
            WriteValues(stream, tensor.Values, encoding);
    }

    /// <summary>The JSON header, padded with spaces so that the data begins at a multiple of 8 bytes.</summary>
    private static byte[] Header(NamedTensor[] ordered, IReadOnlyDictionary<string, string> metadata, int elementSize)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) // its default encoder writes plain ASCII, the same on any machine
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
                WriteMetadata(json, metadata);
            long offset = 0;
            foreach (NamedTensor tensor in ordered)
            {
                long end = offset + (long)tensor.Values.Length * elementSize;
                WriteEntry(json, tensor, elementSize, offset, end);
                offset = end;
            }
            json.WriteEndObject();
        }
        int padding = (Alignment - bytes.WrittenCount % Alignment) % Alignment;
        bytes.Write("        "u8[..padding]);
        if (bytes.WrittenCount > SafetensorsHeader.MaxBytes)
            throw new ArgumentException(
                $"Expected names and metadata of at most {SafetensorsHeader.MaxBytes} bytes, got {bytes.WrittenCount}.", nameof(metadata));
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(TensorName.Metadata);
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, NamedTensor tensor, int elementSize, long begin, long end)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", elementSize == 2 ? "F16" : "F32");
        json.WriteStartArray("shape");
        foreach (int size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values, TensorEncoding encoding)
    {
        if (encoding == TensorEncoding.Float32 && BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }
        int size = encoding == TensorEncoding.Float16 ? 2 : 4;
        var chunk = new byte[Math.Min(values.Length, ChunkValues) * size];
        while (values.Length > 0)
        {
            int count = Math.Min(values.Length, ChunkValues);
            for (int i = 0; i < count; i++)
            {
                if (size == 2)
                    BinaryPrimitives.WriteHalfLittleEndian(chunk.AsSpan(2 * i), (Half)values[i]);
                else
                    BinaryPrimitives.WriteSingleLittleEndian(chunk.AsSpan(4 * i), values[i]);
            }
            stream.Write(chunk, 0, count * size);
            values = values[count..];
        }
    }

    /// <summary>Refuses finite values that float16 would turn into infinity.</summary>
    private static void CheckRange(NamedTensor[] tensors)
    {
        foreach (NamedTensor tensor in tensors)
        {
            foreach (float value in tensor.Values)
            {
                if (float.IsFinite(value) && Half.IsInfinity((Half)value))
                    throw new ArgumentException(
                        $"Tensor '{tensor.Name}' holds {value.ToString(CultureInfo.InvariantCulture)}, "
                        + "beyond float16's 65504; write float32 instead.");
            }
        }
    }
}
