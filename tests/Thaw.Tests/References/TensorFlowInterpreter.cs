using System.Buffers.Binary;
using Thaw.Packaging.TensorFlow;

namespace Thaw.Tests.References;

/// <summary>A value of a TensorFlow graph in float64; whole numbers and booleans too.</summary>
/// <param name="Shape">Its sizes; none for a single number.</param>
/// <param name="Values">In row-major order.</param>
/// <param name="Type">The element type that TensorFlow would give it.</param>
internal sealed record TensorFlowValue(int[] Shape, double[] Values, DataType Type = DataType.DtFloat)
{
    public int Count => Values.Length;
}

/// <summary>
/// Evaluates a frozen TensorFlow graph by the definitions of its operators (https://www.tensorflow.org/api_docs/python/tf/raw_ops), in float64 and slowly. Everything that
/// TensorFlow demands of a node is demanded here: inputs that came before, attributes that are there and of the right kind, element types that agree.
/// </summary>
internal sealed class TensorFlowInterpreter(GraphDef graph)
{
    private readonly Dictionary<string, TensorFlowValue> _values = new(StringComparer.Ordinal);

    /// <summary>Computes all nodes.</summary>
    /// <param name="feeds">Values of placeholders.</param>
    /// <returns>Every node's value by its name.</returns>
    public IReadOnlyDictionary<string, TensorFlowValue> Run(IReadOnlyDictionary<string, TensorFlowValue> feeds)
    {
        foreach (NodeDef node in graph.Node)
        {
            TensorFlowValue value = node.Op == "Placeholder" ? Fed(node, feeds[node.Name]) : Compute(node, [.. node.Input.Select(name => _values[name])]);
            _values.Add(node.Name, value);
        }
        return _values;
    }

    private static TensorFlowValue Fed(NodeDef node, TensorFlowValue value)
    {
        Assert.Equal(node.Attr["dtype"].Type, value.Type);
        long[] sizes = [.. node.Attr["shape"].Shape.Dim.Select(dim => dim.Size)];
        Assert.Equal(sizes.Select((size, i) => size < 0 ? value.Shape[i] : size), value.Shape.Select(size => (long)size));
        return value;
    }

    private static TensorFlowValue Compute(NodeDef node, TensorFlowValue[] inputs)
    {
        if (node.Op == "Const")
            return Constant(node);
        Assert.Equal(node.Attr["T"].Type, inputs[0].Type);
        TensorFlowValue x = inputs[0];
        switch (node.Op)
        {
            case "Identity":
                return x;
            case "Relu":
                return x with { Values = Array.ConvertAll(x.Values, value => Math.Max(0, value)) };
            case "Sigmoid":
                return x with { Values = Array.ConvertAll(x.Values, value => 1 / (1 + Math.Exp(-value))) };
            case "Softmax":
                return Softmax(x);
            case "Mul":
                return Broadcast(x, inputs[1], (a, b) => a * b);
            case "Sub":
                return Broadcast(x, inputs[1], (a, b) => a - b);
            case "RealDiv":
                return Broadcast(x, inputs[1], (a, b) => a / b);
            case "GreaterEqual":
                return Broadcast(x, inputs[1], (a, b) => a >= b ? 1 : 0) with { Type = DataType.DtBool };
            case "ReverseV2":
                return Reverse(x, Whole(node, "Tidx", inputs[1]));
            case "BiasAdd":
                Nhwc(node);
                Assert.Equal([x.Shape[^1]], inputs[1].Shape);
                return Broadcast(x, inputs[1], (a, b) => a + b);
            case "Conv2D":
                return Convolution(node, x, inputs[1]);
            case "MaxPool":
                return Pool(node, x);
            case "Reshape":
                return Reshape(x, Whole(node, "Tshape", inputs[1]));
            case "MatMul":
                Assert.False(node.Attr["transpose_a"].B || node.Attr["transpose_b"].B);
                Assert.Equal(x.Shape[1], inputs[1].Shape[0]);
                int units = inputs[1].Shape[1];
                return new([x.Shape[0], units], DirectDense.Forward(x.Values, inputs[1].Values, new double[units], x.Shape[0], x.Shape[1], units));
            case "ArgMax":
                Assert.Equal([1], Whole(node, "Tidx", inputs[1]));
                Assert.Equal(DataType.DtInt64, node.Attr["output_type"].Type);
                return ArgMax(x);
            case "ExpandDims":
                int at = Assert.Single(Whole(node, "Tdim", inputs[1]));
                return x with { Shape = [.. x.Shape[..at], 1, .. x.Shape[at..]] };
            default:
                throw new NotSupportedException(node.Op);
        }
    }

    private static TensorFlowValue Constant(NodeDef node)
    {
        TensorProto tensor = node.Attr["value"].Tensor;
        Assert.Equal(node.Attr["dtype"].Type, tensor.Dtype);
        int[] shape = [.. tensor.TensorShape.Dim.Select(dim => (int)dim.Size)];
        double[] values = new double[shape.Aggregate(1, (count, size) => count * size)];
        ReadOnlySpan<byte> raw = tensor.TensorContent.Span;
        Assert.Equal(4 * values.Length, raw.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor.Dtype switch
            {
                DataType.DtFloat => BinaryPrimitives.ReadSingleLittleEndian(raw[(4 * i)..]),
                DataType.DtInt32 => BinaryPrimitives.ReadInt32LittleEndian(raw[(4 * i)..]),
                _ => throw new NotSupportedException(tensor.Dtype.ToString()),
            };
        }
        return new(shape, values, tensor.Dtype);
    }

    private static int[] Whole(NodeDef node, string type, TensorFlowValue value)
    {
        Assert.Equal((DataType.DtInt32, DataType.DtInt32), (node.Attr[type].Type, value.Type));
        return Array.ConvertAll(value.Values, number => (int)number);
    }

    // The second operand's sizes stand below the last ones of the first, or it is a single number
    private static TensorFlowValue Broadcast(TensorFlowValue x, TensorFlowValue y, Func<double, double, double> compute)
    {
        Assert.Equal(x.Type, y.Type);
        Assert.True(y.Count == 1 || (y.Shape.Length == 1 && y.Shape[0] == x.Shape[^1]));
        return x with { Values = [.. x.Values.Select((value, i) => compute(value, y.Values[i % y.Count]))] };
    }

    private static TensorFlowValue Reverse(TensorFlowValue x, int[] axes)
    {
        Assert.Equal([x.Shape.Length - 1], axes);
        int size = x.Shape[^1];
        return x with { Values = [.. x.Values.Select((_, i) => x.Values[i - i % size + size - 1 - i % size])] };
    }

    private static TensorFlowValue Convolution(NodeDef node, TensorFlowValue x, TensorFlowValue kernel)
    {
        Nhwc(node);
        Assert.Equal("SAME", node.Attr["padding"].S.ToStringUtf8());
        Assert.Equal([1, 1, 1, 1], node.Attr["strides"].List.I);
        Assert.Equal([1, 1, 1, 1], node.Attr["dilations"].List.I);
        Assert.Empty(node.Attr["explicit_paddings"].List.I);
        Assert.Equal([3, 3, x.Shape[3], kernel.Shape[3]], kernel.Shape);
        int outputs = kernel.Shape[3];
        return new([.. x.Shape[..3], outputs], DirectConvolution.Forward(x.Values, kernel.Values, new double[outputs], x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], outputs));
    }

    private static TensorFlowValue Pool(NodeDef node, TensorFlowValue x)
    {
        Nhwc(node);
        Assert.Equal("VALID", node.Attr["padding"].S.ToStringUtf8());
        Assert.Equal([1, 2, 2, 1], node.Attr["ksize"].List.I);
        Assert.Equal([1, 2, 2, 1], node.Attr["strides"].List.I);
        return new([x.Shape[0], x.Shape[1] / 2, x.Shape[2] / 2, x.Shape[3]], DirectMaxPool.Forward(x.Values, x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]));
    }

    private static TensorFlowValue Reshape(TensorFlowValue x, int[] shape)
    {
        int known = shape.Where(size => size >= 0).Aggregate(1, (count, size) => count * size);
        Assert.Equal(0, x.Count % known);
        return x with { Shape = [.. shape.Select(size => size < 0 ? x.Count / known : size)] };
    }

    private static TensorFlowValue Softmax(TensorFlowValue x) => x with
    {
        Values = [.. x.Values.Chunk(x.Shape[^1]).SelectMany(row =>
        {
            double[] powers = Array.ConvertAll(row, value => Math.Exp(value - row.Max()));
            return powers.Select(power => power / powers.Sum());
        })],
    };

    private static TensorFlowValue ArgMax(TensorFlowValue x) =>
        new([x.Shape[0]], [.. x.Values.Chunk(x.Shape[1]).Select(row => (double)Array.IndexOf(row, row.Max()))], DataType.DtInt64);

    private static void Nhwc(NodeDef node) => Assert.Equal("NHWC", node.Attr["data_format"].S.ToStringUtf8());
}
