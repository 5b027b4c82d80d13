using Google.Protobuf;

namespace Thaw.Weights.Onnx;

/// <summary>Reads ONNX files of unknown origin.</summary>
internal static class OnnxFile
{
    /// <summary>The tag of <c>ir_version</c>, which every ONNX file has and which all known writers put first.</summary>
    private const byte FirstByte = 0x08;

    /// <summary>
    /// Whether some bytes can be an ONNX file, rather than a safetensors file: that begins with a header's length in 8 bytes, of which the upper four are 0.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> bytes) => bytes.Length > 8 && bytes[0] == FirstByte && bytes[4..8].ContainsAnyExcept((byte)0);

    /// <summary>Parses a file. Takes a few times its size in memory at most; fields that onnx.proto does not list are dropped.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="WeightsFormatException">It is no ONNX file, it is damaged, or it has no graph.</exception>
    public static ModelProto Read(byte[] bytes)
    {
        OnnxScan.Check(bytes);
        try
        {
            ModelProto model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
            if (model.Graph is null)
                throw new WeightsFormatException("Expected an ONNX file with a graph, got one without.");
            if (!NamesOf(model).All(name => name.Length <= TensorName.MaxLength && !name.Any(char.IsControl)))
                throw new WeightsFormatException($"Expected names of up to {TensorName.MaxLength} characters without control characters in an ONNX file, got another.");
            return model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new WeightsFormatException($"Expected an ONNX file, got one that is damaged: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Every text that a message about the file may quote.</summary>
    private static IEnumerable<string> NamesOf(ModelProto model)
    {
        IEnumerable<TensorProto> constants = model.Graph.Node.SelectMany(node => node.Attribute).Select(attribute => attribute.T).OfType<TensorProto>();
        return model.Graph.Node.SelectMany(node => node.Input.Concat(node.Output).Append(node.Name).Append(node.OpType))
            .Concat(model.Graph.Initializer.Concat(constants).Select(tensor => tensor.Name))
            .Concat(model.Graph.Input.Select(input => input.Name));
    }
}
