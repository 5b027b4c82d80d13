using System.Text.Encodings.Web;
using System.Text.Json;

namespace Thaw.Benchmarks;

/// <summary>How this program writes JSON: names in camel case, indented, non-ASCII letters as they are.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a value.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);
}
