using System.Globalization;
using System.Text.Json;
using Thaw.Images;

namespace Thaw.Weights.Store;

/// <summary>The JSON beside a stored file.</summary>
internal static class EntryFile
{
    /// <summary>Its name, in the folder of the entry.</summary>
    public const string FileName = "entry.json";

    private const int MaxBytes = 1 << 16;

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="folder">The folder of the entry.</param>
    /// <param name="entry">What to write; of the file's path the name alone.</param>
    public static void Write(string folder, StoredBackbone entry) => AtomicFile.Write(Path.Combine(folder, FileName), stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            Write(json, entry);
        stream.Write("\n"u8);
    });

    /// <summary>Reads it.</summary>
    /// <param name="folder">The folder of the entry, full path.</param>
    /// <exception cref="WeightsFormatException">It is missing or damaged; the message says what is wrong, in a few words.</exception>
    public static StoredBackbone Read(string folder)
    {
        byte[] bytes = ReadBytes(Path.Combine(folder, FileName));
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 4 });
            return Read(folder, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new WeightsFormatException($"{FileName} is not as it was written", e);
        }
    }

    private static void Write(Utf8JsonWriter json, StoredBackbone entry)
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Name);
        json.WriteString("file", Path.GetFileName(entry.File));
        json.WriteString("sha256", entry.Sha256);
        json.WriteNumber("size", entry.Size);
        json.WriteString("source", entry.Source);
        json.WriteString("network", entry.Network);
        json.WriteNumber("width", entry.Width);
        json.WriteNumber("imageSize", entry.ImageSize);
        json.WriteString("added", entry.Added.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static StoredBackbone Read(string folder, JsonElement json)
    {
        string file = Text(json, "file"), name = Text(json, "name"), sha256 = Text(json, "sha256");
        var entry = new StoredBackbone
        {
            Name = name,
            File = Path.Combine(folder, file),
            Sha256 = sha256,
            Size = json.GetProperty("size").GetInt64(),
            Source = Text(json, "source"),
            Network = Text(json, "network"),
            Width = json.GetProperty("width").GetDouble(),
            ImageSize = json.GetProperty("imageSize").GetInt32(),
            Added = json.GetProperty("added").GetDateTimeOffset(),
        };
        if (name != Path.GetFileName(folder))
            throw new WeightsFormatException($"{FileName} is that of another backbone");
        if (file.Length == 0 || file is "." or ".." || file.AsSpan().ContainsAny('/', '\\', ':') || file == FileName)
            throw new WeightsFormatException($"{FileName} names no file in its own folder");
        return sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower) && entry.Size >= 0 ? entry
            : throw new WeightsFormatException($"{FileName} holds no SHA-256 or no size");
    }

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString() ?? throw new FormatException(key);

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
                throw new WeightsFormatException($"{FileName} has {stream.Length} bytes");
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            throw new WeightsFormatException($"{FileName} is missing", e);
        }
    }
}
