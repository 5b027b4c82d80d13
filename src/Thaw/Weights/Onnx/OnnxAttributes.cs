namespace Thaw.Weights.Onnx;

/// <summary>Looks up and checks what a node says about itself.</summary>
internal static class OnnxAttributes
{
    /// <summary>A list of whole numbers, or what stands for it where it is left out.</summary>
    public static IReadOnlyList<long> List(NodeProto node, string name, params long[] otherwise) => Find(node, name) is { } attribute ? attribute.Ints : otherwise;

    /// <summary>A whole number, or what stands for it where it is left out.</summary>
    public static long Number(NodeProto node, string name, long otherwise) => Find(node, name) is { } attribute ? attribute.I : otherwise;

    /// <summary>A text, or "" where it is left out.</summary>
    public static string Text(NodeProto node, string name) => Find(node, name)?.S.ToStringUtf8() ?? "";

    /// <summary>A number, or what stands for it where it is left out.</summary>
    public static float Real(NodeProto node, string name, float otherwise) => Find(node, name) is { } attribute ? attribute.F : otherwise;

    /// <summary>Refuses a node whose list is another.</summary>
    /// <exception cref="WeightsFormatException">It is; the message says what was expected and what came.</exception>
    public static void Expect(NodeProto node, string name, long[] expected, params long[] otherwise)
    {
        IReadOnlyList<long> came = List(node, name, otherwise);
        if (!came.SequenceEqual(expected))
            throw new WeightsFormatException($"{OnnxChain.Describe(node)}: expected {name} [{string.Join(", ", expected)}], got [{string.Join(", ", came.Take(8))}].");
    }

    /// <summary>Refuses a node whose number is another.</summary>
    /// <exception cref="WeightsFormatException">It is.</exception>
    public static void Expect(NodeProto node, string name, long expected, long otherwise)
    {
        long came = Number(node, name, otherwise);
        if (came != expected)
            throw new WeightsFormatException($"{OnnxChain.Describe(node)}: expected {name} {expected}, got {came}.");
    }

    private static AttributeProto? Find(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
