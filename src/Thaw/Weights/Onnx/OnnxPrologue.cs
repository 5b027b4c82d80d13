using Thaw.Tensors;

namespace Thaw.Weights.Onnx;

/// <summary>What stands before the first convolution: in Thaw's own graphs the whole preprocessing, in others nothing or a change of layout.</summary>
/// <param name="Preprocessing">What the graph does to bytes, or what its maker's networks take.</param>
/// <param name="ImageSize">The side of the pictures of the network; null where the graph leaves it open.</param>
internal sealed record OnnxPrologue(Preprocessing Preprocessing, int? ImageSize)
{
    /// <summary>Programs that bring Keras's networks into ONNX.</summary>
    private static readonly string[] KerasProducers = ["tf2onnx", "keras2onnx"];

    /// <summary>Goes up to the first convolution.</summary>
    /// <param name="chain">At the graph's input; moved.</param>
    /// <param name="producer">The name of the program that made the file.</param>
    /// <exception cref="WeightsFormatException">A node is none of these or has other numbers than can be stored.</exception>
    public static OnnxPrologue Read(OnnxChain chain, string producer)
    {
        int rows = 2;
        if (chain.Next is { OpType: "Transpose" } transpose)
        {
            OnnxAttributes.Expect(transpose, "perm", [0, 3, 1, 2], 3, 2, 1, 0);
            rows = 1;
            chain.Advance();
        }
        long pool = OnnxReduction.Read(chain);
        Preprocessing preprocessing = Arithmetic(chain)
            ?? (KerasProducers.Contains(producer, StringComparer.OrdinalIgnoreCase) ? Preprocessing.KerasVgg : Preprocessing.Torchvision);
        return new OnnxPrologue(preprocessing, Side(chain.Input, rows, pool));
    }

    // Gather, Mul, Sub, Div: each may be left out
    private static Preprocessing? Arithmetic(OnnxChain chain)
    {
        string start = chain.Value;
        ColourOrder order = ColourOrder.Rgb;
        if (chain.Next is { OpType: "Gather" } gather)
        {
            OnnxAttributes.Expect(gather, "axis", 1, 0);
            if (OnnxTensor.Integers(chain.Constant(gather, 1)) is not [2, 1, 0])
                throw new WeightsFormatException($"{OnnxChain.Describe(gather)}: expected the order 2, 1, 0 of colours.");
            order = ColourOrder.Bgr;
            chain.Advance();
        }
        float[] scale = Operand(chain, "Mul", 1), mean = Operand(chain, "Sub", 0), deviation = Operand(chain, "Div", 1);
        if (chain.Value == start)
            return null;
        if (scale[1] != scale[0] || scale[2] != scale[0])
            throw new WeightsFormatException($"Expected one scale for the three colours, got [{string.Join(", ", scale)}].");
        return new Preprocessing { Order = order, Scale = scale[0], Mean = mean, Deviation = deviation };
    }

    private static float[] Operand(OnnxChain chain, string operation, float otherwise)
    {
        if (chain.Next is not { } node || node.OpType != operation)
            return [otherwise, otherwise, otherwise];
        TensorProto tensor = chain.Constant(node, 1);
        // One number for all, or one a channel: any other shape would mean other pixels or other pictures
        int[] shape = [.. OnnxTensor.Shape(tensor).SkipWhile(size => size == 1)];
        float[] values = shape is [] or [3, 1, 1] ? OnnxTensor.Floats(tensor)
            : throw new WeightsFormatException($"{OnnxChain.Describe(node)}: expected one number or three of shape [3, 1, 1], got [{string.Join(", ", tensor.Dims)}].");
        chain.Advance();
        return values.Length == 3 ? values : [values[0], values[0], values[0]];
    }

    private static int? Side(ValueInfoProto input, int rows, long pool)
    {
        if (input.Type?.TensorType?.Shape is not { } shape || shape.Dim.Count != 4)
            return null;
        long height = shape.Dim[rows].DimValue, width = shape.Dim[rows + 1].DimValue, side = height / pool;
        return height == width && height % pool == 0 && side is >= Networks.Vgg.SmallestSide and <= 4096 ? (int)side : null;
    }
}
