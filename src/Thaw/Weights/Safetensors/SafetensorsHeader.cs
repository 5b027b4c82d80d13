using System.Text.Json;

namespace Thaw.Weights.Safetensors;

/// <summary>Parses the JSON header of a safetensors file, without recursion and without building a document.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The longest header, in bytes; the same limit as that of the format's own library.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>The largest number of tensors.</summary>
    public const int MaxTensors = 65_536;

    private const int MaxDepth = 3; // file, tensor, list of numbers
    private const int MaxMetadata = 65_536;

    /// <summary>Parses a header.</summary>
    /// <param name="json">UTF-8; spaces may follow the object.</param>
    /// <param name="metadata">Receives the entry <c>__metadata__</c>.</param>
    /// <returns>The tensors in the header's order, each name once, not yet checked against the data.</returns>
    /// <exception cref="WeightsFormatException">The header is not as the format wants it.</exception>
    public static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> json, Dictionary<string, string> metadata)
    {
        try
        {
            return ParseObject(json, metadata);
        }
        catch (JsonException e)
        {
            throw new WeightsFormatException(
                $"The header is not valid JSON at byte {e.BytePositionInLine ?? 0} of its line {(e.LineNumber ?? 0) + 1}.", e);
        }
        catch (InvalidOperationException e) // GetString on bytes that are not UTF-8, or on half a surrogate pair
        {
            throw new WeightsFormatException("The header holds text that is not valid Unicode.", e);
        }
    }

    private static List<SafetensorsEntry> ParseObject(ReadOnlySpan<byte> json, Dictionary<string, string> metadata)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (NextProperty(ref reader, "the header") is { } name)
        {
            if (!names.Add(name))
                throw new WeightsFormatException($"The header names '{Shorten(name)}' twice.");
            if (name == TensorName.Metadata)
            {
                ParseMetadata(ref reader, metadata);
                continue;
            }
            if (TensorName.Objection(name) is { } objection)
                throw new WeightsFormatException(objection);
            if (entries.Count == MaxTensors)
                throw new WeightsFormatException($"Expected at most {MaxTensors} tensors, got more.");
            entries.Add(ParseEntry(ref reader, name));
        }
        reader.Read(); // throws on anything but white space behind the object
        return entries;
    }

    private static void ParseMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, TensorName.Metadata);
        while (NextProperty(ref reader, TensorName.Metadata) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, TensorName.Metadata);
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw new WeightsFormatException($"{TensorName.Metadata} names '{Shorten(key)}' twice.");
            if (metadata.Count > MaxMetadata)
                throw new WeightsFormatException($"Expected at most {MaxMetadata} entries in {TensorName.Metadata}, got more.");
        }
    }

    private static SafetensorsEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        string where = $"tensor '{name}'";
        string? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, where);
        while (NextProperty(ref reader, where) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, where);
                    type = Shorten(reader.GetString()!);
                    break;
                case "shape" when shape is null:
                    shape = ParseNumbers(ref reader, NamedTensor.MaxRank, where);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref reader, 2, where);
                    break;
                default:
                    throw new WeightsFormatException($"In {where}: expected dtype, shape and data_offsets once each, got '{Shorten(key)}'.");
            }
        }
        if (type is null || shape is null || offsets is not [long begin, long end])
            throw new WeightsFormatException($"In {where}: expected dtype, shape and two data_offsets, got less.");
        if (Array.Exists(shape, size => size is < 0 or > int.MaxValue))
            throw new WeightsFormatException($"In {where}: expected sizes from 0 to {int.MaxValue}, got [{string.Join(',', shape)}].");
        return new SafetensorsEntry(name, type, Array.ConvertAll(shape, size => (int)size), begin, end);
    }

    private static long[] ParseNumbers(ref Utf8JsonReader reader, int most, string where)
    {
        Expect(ref reader, JsonTokenType.StartArray, where);
        var numbers = new List<long>(most);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (numbers.Count == most)
                throw new WeightsFormatException($"In {where}: expected a list of at most {most} numbers, got more.");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number))
                throw new WeightsFormatException($"In {where}: expected a list of whole numbers, got something else in it.");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    /// <summary>The next property's name; null at the end of the object.</summary>
    private static string? NextProperty(ref Utf8JsonReader reader, string where)
    {
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject))
            throw new WeightsFormatException($"In {where}: expected a name or the end of the object.");
        return reader.TokenType == JsonTokenType.EndObject ? null : reader.GetString();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string where)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new WeightsFormatException($"In {where}: expected {type}, got {reader.TokenType}.");
    }

    /// <summary>Text fit for a one-line message.</summary>
    private static string Shorten(string text)
    {
        string line = string.Concat(text.Take(60).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text.Length > 60 ? line + "..." : line;
    }
}
