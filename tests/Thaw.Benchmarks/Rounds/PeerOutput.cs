using System.Text.Json;
using System.Text.Json.Nodes;

namespace Thaw.Benchmarks.Rounds;

/// <summary>Reads what a program printed.</summary>
internal static class PeerOutput
{
    /// <summary>The JSON object that ends the text; lines before it, such as warnings, are passed over.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static JsonObject Parse(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith('{'))
                continue;
            try
            {
                if (JsonNode.Parse(string.Join('\n', lines[i..])) is JsonObject found)
                    return found;
            }
            catch (JsonException)
            {
                // A line that only looks like the start; the object may follow
            }
        }
        throw new FormatException("Expected a JSON object on stdout, got none.");
    }

    /// <summary>A positive number of it, or null where it has none by that name.</summary>
    public static double? Number(JsonObject output, string key) =>
        output[key] is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) && number > 0 ? number : null;
}
