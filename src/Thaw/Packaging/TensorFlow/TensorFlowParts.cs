using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Thaw.Packaging.TensorFlow;

/// <summary>Makes the pieces that a TensorFlow graph is put together from.</summary>
internal static class TensorFlowParts
{
    /// <summary>A node with one output.</summary>
    /// <param name="operation">TensorFlow's name for what it computes.</param>
    /// <param name="name">Its own name, by which others take its output.</param>
    /// <param name="inputs">Names of the nodes whose outputs it takes.</param>
    /// <param name="attributes">What else there is to know of it.</param>
    public static NodeDef Node(string operation, string name, IEnumerable<string> inputs, params ReadOnlySpan<(string Name, AttrValue Value)> attributes)
    {
        var node = new NodeDef { Op = operation, Name = name, Input = { inputs } };
        foreach ((string key, AttrValue value) in attributes)
            node.Attr.Add(key, value);
        return node;
    }

    /// <summary>A constant of float32.</summary>
    public static NodeDef Constant(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        byte[] raw = new byte[checked(values.Length * sizeof(float))];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(raw);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }
        return Constant(name, DataType.DtFloat, shape, raw);
    }

    /// <summary>A constant of int32.</summary>
    public static NodeDef Constant(string name, ReadOnlySpan<int> shape, ReadOnlySpan<int> values)
    {
        byte[] raw = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(raw.AsSpan(i * sizeof(int)), values[i]);
        return Constant(name, DataType.DtInt32, shape, raw);
    }

    /// <summary>Sizes; -1 for any.</summary>
    public static TensorShapeProto Shape(params ReadOnlySpan<int> sizes)
    {
        var shape = new TensorShapeProto();
        foreach (int size in sizes)
            shape.Dim.Add(new TensorShapeProto.Types.Dim { Size = size });
        return shape;
    }

    public static (string Name, AttrValue Value) Type(string name, DataType type) => (name, new AttrValue { Type = type });

    public static (string Name, AttrValue Value) Text(string name, string text) => (name, new AttrValue { S = ByteString.CopyFromUtf8(text) });

    public static (string Name, AttrValue Value) Flag(string name, bool value) => (name, new AttrValue { B = value });

    /// <summary>A list of whole numbers; an empty one is there too.</summary>
    public static (string Name, AttrValue Value) Numbers(string name, params long[] values) =>
        (name, new AttrValue { List = new AttrValue.Types.ListValue { I = { values } } });

    private static NodeDef Constant(string name, DataType type, ReadOnlySpan<int> shape, byte[] raw)
    {
        var tensor = new TensorProto { Dtype = type, TensorShape = Shape(shape), TensorContent = UnsafeByteOperations.UnsafeWrap(raw) };
        return Node("Const", name, [], Type("dtype", type), ("value", new AttrValue { Tensor = tensor }));
    }
}
