using System.Numerics;

namespace Thaw.Weights.Onnx;

/// <summary>
/// Reads how a graph makes its pictures smaller: not at all, by the mean of squares, or as Thaw's graphs of networks with the triangle filter do, by triangles where pixels of a
/// square differ and by squares where none do.
/// </summary>
internal static class OnnxReduction
{
    /// <summary>Passes these nodes, if there are any.</summary>
    /// <param name="chain">Behind the change of layout; moved.</param>
    /// <returns>How many times as wide and as high as the network's the pictures are.</returns>
    /// <exception cref="WeightsFormatException">Nodes begin as these do and go on otherwise.</exception>
    public static long Read(OnnxChain chain)
    {
        IReadOnlyList<NodeProto> takers = chain.Takers(chain.Value);
        if (takers is [{ OpType: "AveragePool" } only])
        {
            long factor = Factor(only);
            chain.Advance();
            return factor;
        }
        if (takers.Count == 3 && Find(takers, "AveragePool") is { } average && Find(takers, "MaxPool") is { } largest && Find(takers, "Conv") is { } weighted)
            return Triangle(chain, average, largest, weighted);
        return 1;
    }

    private static long Factor(NodeProto pool)
    {
        long factor = OnnxAttributes.List(pool, "kernel_shape") is [long first, _] && first is > 0 and <= 4096 ? first : 1;
        OnnxAttributes.Expect(pool, "kernel_shape", [factor, factor]);
        OnnxAttributes.Expect(pool, "strides", [factor, factor], 1, 1);
        OnnxAttributes.Expect(pool, "pads", [0, 0, 0, 0], 0, 0, 0, 0);
        return factor;
    }

    private static long Triangle(OnnxChain chain, NodeProto average, NodeProto largest, NodeProto weighted)
    {
        string pixels = chain.Value;
        long factor = Factor(average);
        if (factor is < 2 or > TriangleReduction.MaxFactor || !BitOperations.IsPow2(factor) || Factor(largest) != factor)
            throw new WeightsFormatException($"{OnnxChain.Describe(average)}: expected squares of a power of two up to {TriangleReduction.MaxFactor}, the same as those of {OnnxChain.Describe(largest)}, got {factor}.");
        OnnxAttributes.Expect(weighted, "kernel_shape", [2 * factor, 2 * factor], 2 * factor, 2 * factor);
        OnnxAttributes.Expect(weighted, "strides", [factor, factor], 1, 1);
        OnnxAttributes.Expect(weighted, "pads", [factor / 2, factor / 2, factor / 2, factor / 2], 0, 0, 0, 0);
        OnnxAttributes.Expect(weighted, "group", 3, 1);
        ExpectConstant(chain, weighted, [3, 1, 2 * factor, 2 * factor], TriangleReduction.Kernel((int)factor));

        NodeProto byRow = Taker(chain, weighted, "Div"), byColumn = Taker(chain, byRow, "Div");
        int side = OnnxTensor.Shape(chain.Constant(byColumn, 1)) is [int size and >= 2] ? size : 2;
        float[] sums = TriangleReduction.Sums(side);
        ExpectConstant(chain, byRow, [side, 1], sums);
        ExpectConstant(chain, byColumn, [side], sums);

        NodeProto spread = Taker(chain, largest, "Sub"), most = Taker(chain, spread, "ReduceMax"), differs = Taker(chain, most, "Greater"), choice = Taker(chain, differs, "Where");
        OnnxAttributes.Expect(most, "axes", [1, 2, 3]);
        OnnxAttributes.Expect(most, "keepdims", 1, 1);
        ExpectConstant(chain, differs, [], [0]);
        ExpectInputs(average, pixels);
        ExpectInputs(largest, pixels);
        ExpectInputs(weighted, pixels, weighted.Input[1]);
        ExpectInputs(byRow, weighted.Output[0], byRow.Input[1]);
        ExpectInputs(byColumn, byRow.Output[0], byColumn.Input[1]);
        ExpectInputs(spread, largest.Output[0], average.Output[0]);
        ExpectInputs(most, spread.Output[0]);
        ExpectInputs(differs, most.Output[0], differs.Input[1]);
        ExpectInputs(choice, differs.Output[0], byColumn.Output[0], average.Output[0]);
        chain.GoBehind(choice);
        return factor;
    }

    private static NodeProto? Find(IEnumerable<NodeProto> nodes, string operation) =>
        nodes.FirstOrDefault(node => node.OpType == operation && node.Output.Count > 0);

    private static NodeProto Taker(OnnxChain chain, NodeProto node, string operation) => Find(chain.Takers(node.Output[0]), operation)
        ?? throw new WeightsFormatException($"Expected {operation} behind {OnnxChain.Describe(node)}, got none.");

    private static void ExpectInputs(NodeProto node, params string[] expected)
    {
        if (!node.Input.SequenceEqual(expected))
            throw new WeightsFormatException($"{OnnxChain.Describe(node)}: expected inputs {Quoted(expected)}, got {Quoted(node.Input.Take(4))}.");
    }

    private static void ExpectConstant(OnnxChain chain, NodeProto node, long[] shape, float[] values)
    {
        TensorProto tensor = chain.Constant(node, 1);
        if (!tensor.Dims.SequenceEqual(shape))
            throw new WeightsFormatException($"'{tensor.Name}' of {OnnxChain.Describe(node)} should have shape [{string.Join(", ", shape)}], got [{string.Join(", ", tensor.Dims.Take(8))}].");
        if (!OnnxTensor.Floats(tensor).AsSpan().SequenceEqual(values))
            throw new WeightsFormatException($"'{tensor.Name}' of {OnnxChain.Describe(node)} should have the values of Thaw's own graphs, got others.");
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
