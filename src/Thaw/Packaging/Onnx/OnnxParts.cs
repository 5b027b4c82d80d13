using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Thaw.Weights.Onnx;

namespace Thaw.Packaging.Onnx;

/// <summary>Makes the pieces that an ONNX graph is put together from.</summary>
internal static class OnnxParts
{
    /// <summary>ONNX's numbers of element types.</summary>
    public const int Float32 = 1, Int64 = 7, Boolean = 9;

    /// <summary>A tensor of float32, its values as raw little-endian bytes.</summary>
    public static TensorProto Tensor(string name, IEnumerable<long> shape, ReadOnlySpan<float> values)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(raw);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }
        return Raw(name, Float32, shape, raw);
    }

    /// <summary>A vector of whole numbers.</summary>
    public static TensorProto Tensor(string name, params ReadOnlySpan<long> values)
    {
        byte[] raw = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        return Raw(name, Int64, [values.Length], raw);
    }

    /// <summary>A node with one output.</summary>
    public static NodeProto Node(string operation, string name, string[] inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = operation, Name = name, Input = { inputs }, Output = { output } };
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        return node;
    }

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Number(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto Numbers(string name, params long[] values) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    /// <summary>An input or an output of the graph: any number N of pictures, then fixed sizes.</summary>
    public static ValueInfoProto Value(string name, int type, string text, params ReadOnlySpan<long> sizes)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" } } };
        foreach (long size in sizes)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto { Name = name, DocString = text, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }

    private static TensorProto Raw(string name, int type, IEnumerable<long> shape, byte[] raw) =>
        new() { Name = name, DataType = type, Dims = { shape }, RawData = UnsafeByteOperations.UnsafeWrap(raw) };
}
