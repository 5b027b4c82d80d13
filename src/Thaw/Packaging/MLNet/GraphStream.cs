using System.Buffers.Binary;
using Google.Protobuf;
using Thaw.Weights.Onnx;

namespace Thaw.Packaging.MLNet;

/// <summary>An ONNX graph as ML.NET stores one: its length in bytes, an int32, and the bytes.</summary>
internal static class GraphStream
{
    private const int LengthBytes = sizeof(int);

    /// <summary>Writes length and bytes; the same graph gives the same bytes.</summary>
    public static void Write(Stream stream, ModelProto graph)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, graph.CalculateSize());
        stream.Write(length);
        graph.WriteTo(stream);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, or anybody.</summary>
    /// <param name="bytes">The whole entry.</param>
    /// <exception cref="ModelFormatException">The length is wrong.</exception>
    /// <exception cref="Weights.WeightsFormatException">It is no ONNX graph, or a damaged one.</exception>
    public static ModelProto Read(byte[] bytes)
    {
        if (bytes.Length < LengthBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes) != bytes.Length - LengthBytes)
            throw new ModelFormatException($"expected the length of the ONNX graph and then so many bytes, got {bytes.Length} bytes that begin otherwise.");
        return OnnxFile.Read(bytes[LengthBytes..]);
    }
}
