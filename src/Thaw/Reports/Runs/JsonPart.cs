using System.Globalization;
using System.Text.Json;

namespace Thaw.Reports.Runs;

/// <summary>A value in a JSON file that anybody may have written; whatever is not as expected is an error that says where.</summary>
/// <param name="file">The file, for errors.</param>
/// <param name="place">Where in it, such as <c>plans[1].name</c>; empty for the whole.</param>
/// <param name="element">The value.</param>
internal readonly struct JsonPart(string file, string place, JsonElement element)
{
    private const int MostText = 1 << 20;

    /// <summary>A property.</summary>
    /// <exception cref="ReportFormatException">It is not there, or this is no object.</exception>
    public JsonPart this[string name] => Find(name) ?? throw new ReportFormatException($"'{file}': expected the property '{Below(name)}', which is not there.");

    /// <summary>A property; null where it is not there or null.</summary>
    /// <exception cref="ReportFormatException">This is no object.</exception>
    public JsonPart? Find(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Expected("an object");
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? new JsonPart(file, Below(name), value) : null;
    }

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonPart> Items(int most)
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw Expected("an array");
        if (element.GetArrayLength() > most)
            throw new ReportFormatException(string.Create(CultureInfo.InvariantCulture, $"'{file}': expected at most {most} items at '{place}', got {element.GetArrayLength()}."));
        string name = file, here = place;
        return [.. element.EnumerateArray().Select((item, i) => new JsonPart(name, string.Create(CultureInfo.InvariantCulture, $"{here}[{i}]"), item))];
    }

    /// <summary>Text of up to a million characters.</summary>
    public string Text()
    {
        if (element.ValueKind != JsonValueKind.String || Decoded() is not { Length: <= MostText } text)
            throw Expected("text");
        return text;
    }

    /// <summary>A whole number in a range.</summary>
    public int Whole(int least, int most) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) && number >= least && number <= most
        ? number
        : throw Expected(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>True or false.</summary>
    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.ValueKind == JsonValueKind.True : throw Expected("true or false");

    /// <summary>A seed.</summary>
    public ulong Seed() => element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out ulong number) ? number : throw Expected("a seed");

    /// <summary>A number.</summary>
    public double Number() => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Expected("a number");

    /// <summary>A property that is a number; NaN where it is not there or null.</summary>
    public double NumberOf(string name) => Find(name)?.Number() ?? double.NaN;

    /// <summary>The error that something else was expected here.</summary>
    public ReportFormatException Expected(string what)
    {
        string came = element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "text",
            JsonValueKind.Number => element.GetRawText() is { Length: <= 40 } raw ? raw : "a long number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "null",
        };
        return new ReportFormatException($"'{file}': expected {what} {(place.Length == 0 ? "as the whole" : $"at '{place}'")}, got {came}.");
    }

    // Half of a surrogate pair cannot be decoded
    private string? Decoded()
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string Below(string name) => place.Length == 0 ? name : $"{place}.{name}";
}
