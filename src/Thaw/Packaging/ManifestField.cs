using System.Globalization;
using System.Text.Json;

namespace Thaw.Packaging;

/// <summary>A value of a manifest and where it stands, for errors.</summary>
/// <param name="value">The value.</param>
/// <param name="path">For example <c>network.width</c>.</param>
internal readonly struct ManifestField(JsonElement value, string path)
{
    private const int MaxText = 1024;

    /// <summary>A field of an object.</summary>
    public ManifestField this[string name]
    {
        get
        {
            string inner = path == ModelZip.ManifestEntry ? name : $"{path}.{name}";
            if (value.ValueKind != JsonValueKind.Object)
                throw Wrong("an object");
            return value.TryGetProperty(name, out JsonElement field)
                ? new ManifestField(field, inner)
                : throw new ModelFormatException($"{ModelZip.ManifestEntry} lacks '{inner}'.");
        }
    }

    /// <summary>Whether an object has a field.</summary>
    public bool Has(string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out _);

    /// <summary>The items of a list.</summary>
    public IEnumerable<ManifestField> List(int least, int most)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < least || value.GetArrayLength() > most)
            throw Wrong(least == most ? $"a list of {least}" : $"a list of {least} to {most}");
        string at = path;
        return value.EnumerateArray().Select((item, i) => new ManifestField(item, $"{at}[{i}]"));
    }

    /// <summary>Text of 1 to 1,024 characters, none of them a control character.</summary>
    /// <exception cref="InvalidOperationException">It escapes half a surrogate pair.</exception>
    public string Text()
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is { Length: > 0 and <= MaxText } && !text.Any(char.IsControl) ? text : throw Wrong($"text of 1 to {MaxText} characters");
    }

    /// <summary>Text out of a few.</summary>
    public string OneOf(params string[] allowed)
    {
        string text = Text();
        return allowed.Contains(text) ? text : throw Wrong(string.Join(" or ", allowed.Select(item => $"'{item}'")));
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Sha256()
    {
        string text = Text();
        return text.Length == 64 && text.All(char.IsAsciiHexDigitLower) ? text : throw Wrong("64 lower-case hexadecimal digits");
    }

    /// <summary>A whole number in a range.</summary>
    public int Whole(int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Wrong($"a whole number from {least} to {most}");

    /// <summary>A whole number of 64 bits.</summary>
    public ulong Seed() =>
        value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong number) ? number : throw Wrong($"a whole number from 0 to {ulong.MaxValue}");

    /// <summary>A float32 in a range.</summary>
    public float Single(float least, float most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && number >= least && number <= most
            ? number
            : throw Wrong(Range(least, most));

    /// <summary>A float64 in a range.</summary>
    public double Number(double least, double most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most
            ? number
            : throw Wrong(Range(least, most));

    /// <summary>A float64 in a range; NaN for null.</summary>
    public double NumberOrNull(double least, double most) => value.ValueKind == JsonValueKind.Null ? double.NaN : Number(least, most);

    private static string Range(double least, double most) => string.Create(CultureInfo.InvariantCulture, $"a number from {least:R} to {most:R}");

    private ModelFormatException Wrong(string expected)
    {
        string got = string.Concat(value.GetRawText().Take(60).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return new ModelFormatException($"{ModelZip.ManifestEntry}: '{path}' should be {expected}, got {got}.");
    }
}
