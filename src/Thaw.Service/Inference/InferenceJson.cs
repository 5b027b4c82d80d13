using System.Text.Json;

namespace Thaw.Service.Inference;

/// <summary>Parts of the protocol's JSON objects, checked.</summary>
internal static class InferenceJson
{
    /// <summary>Most dimensions of a tensor, and most levels of its data.</summary>
    private const int MaxDimensions = 8;

    /// <summary>A string that must be there.</summary>
    public static string Text(JsonElement parent, string name, string place) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw InferenceFailure.Bad($"{place}.{name}: expected a string.");

    /// <summary>An object of parameters; null where there is none.</summary>
    public static JsonElement? Parameters(JsonElement parent, string place)
    {
        if (!parent.TryGetProperty("parameters", out JsonElement parameters))
            return null;
        return parameters.ValueKind == JsonValueKind.Object ? parameters : throw InferenceFailure.Bad($"{place}parameters: expected an object.");
    }

    /// <summary>A parameter that is true or false; null where there is none.</summary>
    public static bool? Flag(JsonElement? parameters, string name, string place)
    {
        if (parameters is not { } given || !given.TryGetProperty(name, out JsonElement value))
            return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw InferenceFailure.Bad($"{place}.{name}: expected true or false.");
    }

    /// <summary>A tensor's shape.</summary>
    public static int[] Shape(JsonElement input, string place)
    {
        if (!input.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() is 0 or > MaxDimensions)
            throw InferenceFailure.Bad($"{place}.shape: expected an array of 1 to {MaxDimensions} whole numbers.");
        return [.. shape.EnumerateArray().Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int number) && number > 0
            ? number : throw InferenceFailure.Bad($"{place}.shape: expected whole numbers from 1 on."))];
    }

    /// <summary>A tensor's data, which may be flat or nested, in row-major order.</summary>
    public static IEnumerable<JsonElement> Data(JsonElement input)
    {
        if (!input.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            throw InferenceFailure.Bad("inputs[0].data: expected an array.");
        return Flat(data, MaxDimensions);
    }

    private static IEnumerable<JsonElement> Flat(JsonElement array, int levels)
    {
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Array)
                yield return element;
            else if (levels == 1)
                throw InferenceFailure.Bad($"inputs[0].data: expected at most {MaxDimensions} levels of arrays.");
            else
            {
                foreach (JsonElement inner in Flat(element, levels - 1))
                    yield return inner;
            }
        }
    }
}
