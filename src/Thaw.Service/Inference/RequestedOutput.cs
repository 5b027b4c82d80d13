using System.Text.Json;

namespace Thaw.Service.Inference;

/// <summary>An output that a client wants.</summary>
/// <param name="Name">One of <see cref="All"/>.</param>
/// <param name="Binary">Whether as bytes behind the JSON.</param>
internal sealed record RequestedOutput(string Name, bool Binary)
{
    /// <summary>[pictures, classes], FP32: probabilities, as the network gives them.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>[pictures, classes], FP32: probabilities under the model's temperature.</summary>
    public const string Calibrated = "calibrated";

    /// <summary>[pictures], BYTES: the names of the classes that are told.</summary>
    public const string Labels = "labels";

    public static IReadOnlyList<string> All { get; } = [Probabilities, Calibrated, Labels];

    /// <summary>Reads a request's <c>outputs</c>; all where it has none.</summary>
    public static IReadOnlyList<RequestedOutput> Read(JsonElement root)
    {
        bool binary = InferenceJson.Flag(InferenceJson.Parameters(root, ""), "binary_data_output", "parameters") ?? false;
        if (!root.TryGetProperty("outputs", out JsonElement outputs))
            return [.. All.Select(name => new RequestedOutput(name, binary))];
        if (outputs.ValueKind != JsonValueKind.Array)
            throw InferenceFailure.Bad("outputs: expected an array.");
        var requested = new List<RequestedOutput>();
        foreach (JsonElement output in outputs.EnumerateArray())
        {
            string place = $"outputs[{requested.Count}]";
            if (output.ValueKind != JsonValueKind.Object)
                throw InferenceFailure.Bad($"{place}: expected an object.");
            string name = InferenceJson.Text(output, "name", place);
            if (!All.Contains(name) || requested.Any(other => other.Name == name))
                throw InferenceFailure.Bad($"{place}.name: expected one of {string.Join(", ", All)}, each once.");
            requested.Add(new RequestedOutput(name, InferenceJson.Flag(InferenceJson.Parameters(output, place + "."), "binary_data", $"{place}.parameters") ?? binary));
        }
        return requested.Count > 0 ? requested : [.. All.Select(name => new RequestedOutput(name, binary))];
    }
}
