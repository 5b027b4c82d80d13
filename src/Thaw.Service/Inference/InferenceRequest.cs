using System.Text.Json;
using Thaw.Service.Models;

namespace Thaw.Service.Inference;

/// <summary>A request of the Open Inference Protocol, read.</summary>
internal sealed record InferenceRequest
{
    /// <summary>What the answer must repeat; null where the client gave none.</summary>
    public string? Id { get; init; }

    public required IReadOnlyList<RequestPicture> Pictures { get; init; }

    /// <summary>Outputs that the client wants, in its order.</summary>
    public required IReadOnlyList<RequestedOutput> Outputs { get; init; }

    /// <summary>Reads a request.</summary>
    /// <param name="body">The body, or of one with binary tensors its JSON.</param>
    /// <param name="binary">What stands behind that; empty where the request has no binary tensors.</param>
    /// <param name="maxPictures">The most pictures.</param>
    /// <param name="maxPixels">The most pixels of a picture.</param>
    /// <exception cref="Http.RequestFailure">It is not what the protocol says, or holds no pictures.</exception>
    public static InferenceRequest Read(ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> binary, int maxPictures, long maxPixels)
    {
        using JsonDocument document = Parse(body);
        try
        {
            return Read(document.RootElement, binary, maxPictures, maxPixels);
        }
        catch (InvalidOperationException)
        {
            throw InferenceFailure.Bad("The JSON holds text that is no valid Unicode."); // which the parser passes over until the text is asked for
        }
    }

    private static InferenceRequest Read(JsonElement root, ReadOnlyMemory<byte> binary, int maxPictures, long maxPixels)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw InferenceFailure.Bad("Expected a JSON object.");
        JsonElement input = OnlyInput(root);
        string name = InferenceJson.Text(input, "name", "inputs[0]");
        if (name != InferenceTensors.Input)
            throw InferenceFailure.Bad($"inputs[0].name: expected '{InferenceTensors.Input}'.");
        int[] shape = InferenceJson.Shape(input, "inputs[0]");
        string type = InferenceJson.Text(input, "datatype", "inputs[0]");
        ReadOnlyMemory<byte>? raw = BinaryInput(input, binary);
        return new InferenceRequest
        {
            Id = root.TryGetProperty("id", out JsonElement id) ? id.ValueKind == JsonValueKind.String ? id.GetString() : throw InferenceFailure.Bad("id: expected a string.") : null,
            Pictures = new InferenceTensors(shape, maxPictures, maxPixels).Read(type, raw is null ? InferenceJson.Data(input) : default, raw),
            Outputs = RequestedOutput.Read(root),
        };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw InferenceFailure.Bad($"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private static JsonElement OnlyInput(JsonElement root)
    {
        InferenceJson.Parameters(root, "");
        if (!root.TryGetProperty("inputs", out JsonElement inputs) || inputs.ValueKind != JsonValueKind.Array)
            throw InferenceFailure.Bad("inputs: expected an array.");
        if (inputs.GetArrayLength() != 1 || inputs[0].ValueKind != JsonValueKind.Object)
            throw InferenceFailure.Bad($"inputs: expected one object, the tensor '{InferenceTensors.Input}', got {inputs.GetArrayLength()} elements.");
        return inputs[0];
    }

    private static ReadOnlyMemory<byte>? BinaryInput(JsonElement input, ReadOnlyMemory<byte> binary)
    {
        JsonElement? parameters = InferenceJson.Parameters(input, "inputs[0].");
        if (parameters is not { } given || !given.TryGetProperty("binary_data_size", out JsonElement size))
            return binary.IsEmpty ? null : throw InferenceFailure.Bad($"Expected an input with the parameter binary_data_size for the {binary.Length} bytes behind the JSON.");
        if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out int length) || length != binary.Length)
            throw InferenceFailure.Bad($"inputs[0].parameters.binary_data_size: expected {binary.Length}, the bytes behind the JSON.");
        return binary;
    }
}
