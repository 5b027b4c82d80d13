using System.Buffers.Binary;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.References;

/// <summary>
/// Runs an ONNX graph node by node in float64, after ONNX's definitions of the operators (https://onnx.ai/onnx/operators, opset 13). Knows the operators and attributes that Thaw's
/// graphs have and fails at any other. Results of Mul, Sub and Div are rounded to float32, as a runtime in float32 gives them.
/// </summary>
internal static class DirectOnnx
{
    /// <summary>A value of the graph: truth values are 0 and 1.</summary>
    internal sealed record Value(int[] Shape, double[] Data)
    {
        public int Count => Data.Length;
    }

    /// <summary>Every value that the graph computes, by name.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="input">What its one input is.</param>
    public static Dictionary<string, Value> Run(ModelProto model, Value input)
    {
        var values = new Dictionary<string, Value> { [Assert.Single(model.Graph.Input).Name] = input };
        foreach (TensorProto tensor in model.Graph.Initializer)
            values.Add(tensor.Name, Constant(tensor));
        foreach (NodeProto node in model.Graph.Node)
            values.Add(Assert.Single(node.Output), Apply(node, [.. node.Input.Select(name => values[name])]));
        return values;
    }

    private static Value Constant(TensorProto tensor)
    {
        byte[] raw = tensor.RawData.ToByteArray();
        int size = tensor.DataType == 7 ? 8 : 4;
        double[] data = new double[raw.Length / size];
        for (int i = 0; i < data.Length; i++)
            data[i] = size == 8 ? BinaryPrimitives.ReadInt64LittleEndian(raw.AsSpan(8 * i)) : BinaryPrimitives.ReadSingleLittleEndian(raw.AsSpan(4 * i));
        return new Value([.. tensor.Dims.Select(size => (int)size)], data);
    }

    private static Value Apply(NodeProto node, Value[] x) => node.OpType switch
    {
        "Transpose" => Transpose(x[0], Ints(node, "perm")),
        "AveragePool" => Pool(node, x[0], values => values.Average()),
        "MaxPool" => Pool(node, x[0], values => values.Max()),
        "Gather" => Gather(x[0], x[1], (int)Number(node, "axis", 0)),
        "Mul" => Broadcast(x[0], x[1], (a, b) => (float)(a * b)),
        "Sub" => Broadcast(x[0], x[1], (a, b) => (float)(a - b)),
        "Div" => Broadcast(x[0], x[1], (a, b) => (float)(a / b)),
        "GreaterOrEqual" => Broadcast(x[0], x[1], (a, b) => (float)a >= (float)b ? 1 : 0),
        "Greater" => Broadcast(x[0], x[1], (a, b) => a > b ? 1 : 0),
        "Where" => Where(x[0], x[1], x[2]),
        "ReduceMax" => LargestOfPicture(node, x[0]),
        "Conv" => Convolution(node, x[0], x[1], x.Length > 2 ? x[2] : new Value([x[1].Shape[0]], new double[x[1].Shape[0]])),
        "Relu" => x[0] with { Data = Array.ConvertAll(x[0].Data, a => Math.Max(0, a)) },
        "Sigmoid" => x[0] with { Data = Array.ConvertAll(x[0].Data, a => 1 / (1 + Math.Exp(-a))) },
        "Flatten" => new Value([x[0].Shape[0], x[0].Count / x[0].Shape[0]], x[0].Data),
        "Gemm" => Product(x[0], x[1], x[2]),
        "Softmax" => Softmax(x[0]),
        "ArgMax" => ArgMax(x[0]),
        _ => throw new NotSupportedException(node.OpType),
    };

    private static Value Transpose(Value x, int[] perm)
    {
        int[] shape = [.. perm.Select(axis => x.Shape[axis])];
        double[] data = new double[x.Count];
        int[] at = new int[perm.Length], from = new int[perm.Length];
        for (int i = 0; i < data.Length; i++)
        {
            Indices(i, shape, at);
            for (int axis = 0; axis < perm.Length; axis++)
                from[perm[axis]] = at[axis];
            data[i] = x.Data[Offset(from, x.Shape)];
        }
        return new Value(shape, data);
    }

    private static Value Gather(Value x, Value indices, int axis)
    {
        int[] shape = [.. x.Shape];
        shape[axis] = indices.Count;
        double[] data = new double[shape.Aggregate((a, b) => a * b)];
        int[] at = new int[shape.Length];
        for (int i = 0; i < data.Length; i++)
        {
            Indices(i, shape, at);
            at[axis] = (int)indices.Data[at[axis]];
            data[i] = x.Data[Offset(at, x.Shape)];
        }
        return new Value(shape, data);
    }

    // The second operand's sizes stand under the last ones of the first; a size of 1 serves all
    private static Value Broadcast(Value x, Value y, Func<double, double, double> combine)
    {
        double[] data = new double[x.Count];
        int[] at = new int[x.Shape.Length];
        for (int i = 0; i < data.Length; i++)
        {
            Indices(i, x.Shape, at);
            int[] other = [.. at[(at.Length - y.Shape.Length)..].Select((index, axis) => y.Shape[axis] == 1 ? 0 : index)];
            data[i] = combine(x.Data[i], y.Data[Offset(other, y.Shape)]);
        }
        return new Value(x.Shape, data);
    }

    private static Value Pool(NodeProto node, Value x, Func<double[], double> combine)
    {
        int[] kernel = Ints(node, "kernel_shape");
        double[] values = new double[kernel[0] * kernel[1]];
        Assert.Equal(kernel, Ints(node, "strides"));
        int[] shape = [x.Shape[0], x.Shape[1], x.Shape[2] / kernel[0], x.Shape[3] / kernel[1]], at = new int[4];
        double[] data = new double[shape.Aggregate((a, b) => a * b)];
        for (int i = 0; i < data.Length; i++)
        {
            Indices(i, shape, at);
            int corner = Offset([at[0], at[1], at[2] * kernel[0], at[3] * kernel[1]], x.Shape);
            for (int j = 0; j < values.Length; j++)
                values[j] = x.Data[corner + (j / kernel[1] * x.Shape[3]) + (j % kernel[1])];
            data[i] = combine(values);
        }
        return new Value(shape, data);
    }

    // The condition has a value a picture
    private static Value Where(Value condition, Value x, Value y)
    {
        Assert.Equal([x.Shape[0], 1, 1, 1], condition.Shape);
        Assert.Equal(x.Shape, y.Shape);
        int size = x.Count / condition.Count;
        return x with { Data = [.. Enumerable.Range(0, x.Count).Select(i => condition.Data[i / size] != 0 ? x.Data[i] : y.Data[i])] };
    }

    private static Value LargestOfPicture(NodeProto node, Value x)
    {
        Assert.Equal([1, 2, 3], Ints(node, "axes"));
        Assert.Equal(1, Number(node, "keepdims", 1));
        return new Value([x.Shape[0], 1, 1, 1], [.. x.Data.Chunk(x.Count / x.Shape[0]).Select(picture => picture.Max())]);
    }

    private static Value Convolution(NodeProto node, Value x, Value kernel, Value bias)
    {
        int size = kernel.Shape[2], pad = Ints(node, "pads")[0], stride = Ints(node, "strides", 1, 1)[0], groups = (int)Number(node, "group", 1);
        Assert.Equal([size, size], kernel.Shape[2..]);
        Assert.Equal([size, size], Ints(node, "kernel_shape"));
        Assert.Equal([pad, pad, pad, pad], Ints(node, "pads"));
        Assert.Equal([stride, stride], Ints(node, "strides", 1, 1));
        int n = x.Shape[0], h = x.Shape[2], w = x.Shape[3], outputs = kernel.Shape[0], inputs = kernel.Shape[1];
        Assert.Equal(x.Shape[1], inputs * groups);
        int high = (h + (2 * pad) - size) / stride + 1, wide = (w + (2 * pad) - size) / stride + 1;
        var y = new Value([n, outputs, high, wide], new double[n * outputs * high * wide]);
        for (int i = 0; i < y.Count; i++)
        {
            int left = (i % wide * stride) - pad, top = (i / wide % high * stride) - pad, o = i / (wide * high) % outputs, picture = i / (wide * high * outputs);
            int first = o / (outputs / groups) * inputs; // of the group's channels
            double sum = bias.Data[o];
            for (int c = 0; c < inputs; c++)
            {
                int plane = ((picture * x.Shape[1]) + first + c) * h, weights = ((o * inputs) + c) * size;
                for (int r = Math.Max(0, -top); r < Math.Min(size, h - top); r++)
                {
                    for (int s = Math.Max(0, -left); s < Math.Min(size, w - left); s++)
                        sum += x.Data[((plane + top + r) * w) + left + s] * kernel.Data[((weights + r) * size) + s];
                }
            }
            y.Data[i] = sum;
        }
        return y;
    }

    private static Value Product(Value x, Value kernel, Value bias)
    {
        int n = x.Shape[0], inputs = x.Shape[1], outputs = kernel.Shape[1];
        Assert.Equal(inputs, kernel.Shape[0]);
        var y = new Value([n, outputs], new double[n * outputs]);
        for (int i = 0; i < y.Count; i++)
            y.Data[i] = bias.Data[i % outputs] + Enumerable.Range(0, inputs).Sum(c => x.Data[(i / outputs * inputs) + c] * kernel.Data[(c * outputs) + (i % outputs)]);
        return y;
    }

    private static Value Softmax(Value x) => x with
    {
        Data = [.. x.Data.Chunk(x.Shape[1]).SelectMany(row => row.Select(a => Math.Exp(a - row.Max()) / row.Sum(b => Math.Exp(b - row.Max()))))],
    };

    private static Value ArgMax(Value x) => new([x.Shape[0], 1], [.. x.Data.Chunk(x.Shape[1]).Select(row => (double)Array.IndexOf(row, row.Max()))]);

    private static int[] Ints(NodeProto node, string name, params int[] otherwise) => node.Attribute.SingleOrDefault(attribute => attribute.Name == name) is { } attribute
        ? [.. attribute.Ints.Select(value => (int)value)]
        : otherwise;

    private static long Number(NodeProto node, string name, long otherwise) => node.Attribute.SingleOrDefault(attribute => attribute.Name == name)?.I ?? otherwise;

    private static void Indices(int offset, int[] shape, int[] at)
    {
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            at[axis] = offset % shape[axis];
            offset /= shape[axis];
        }
    }

    private static int Offset(int[] at, int[] shape)
    {
        int offset = 0;
        for (int axis = 0; axis < shape.Length; axis++)
            offset = (offset * shape[axis]) + at[axis];
        return offset;
    }
}
