using System.Buffers.Binary;
using System.Text;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Weights.Safetensors;

/// <summary>Files for the tests, made by hand.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file from its header's text and the length of its data; the length in front can lie.</summary>
    public static byte[] Make(string header, int dataLength = 0, ulong? headerLength = null) =>
        Make(Encoding.UTF8.GetBytes(header), dataLength, headerLength);

    /// <summary>A file from its header's bytes.</summary>
    public static byte[] Make(byte[] header, int dataLength = 0, ulong? headerLength = null)
    {
        var bytes = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, headerLength ?? (ulong)header.Length);
        header.CopyTo(bytes, 8);
        return bytes;
    }

    public static NamedTensors Read(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes));

    public static byte[] Write(NamedTensors tensors, TensorEncoding encoding = TensorEncoding.Float32)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors, encoding);
        return stream.ToArray();
    }

    /// <summary>The header's text.</summary>
    public static string Header(byte[] bytes) => Encoding.UTF8.GetString(bytes, 8, (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
}
