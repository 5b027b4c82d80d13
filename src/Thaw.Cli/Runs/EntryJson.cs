using System.Text.Json;
using Thaw.Weights.Store;

namespace Thaw.Cli.Runs;

/// <summary>A stored backbone as JSON.</summary>
internal static class EntryJson
{
    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter json, StoredBackbone entry)
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Name);
        WriteMembers(json, entry);
        json.WriteEndObject();
    }

    /// <summary>Writes the members but for the name.</summary>
    public static void WriteMembers(Utf8JsonWriter json, StoredBackbone entry)
    {
        json.WriteString("network", entry.Network);
        json.WriteNumber("width", entry.Width);
        json.WriteNumber("imageSize", entry.ImageSize);
        json.WriteString("sha256", entry.Sha256);
        json.WriteNumber("size", entry.Size);
        json.WriteString("file", entry.File);
        json.WriteString("source", entry.Source);
        json.WriteString("added", entry.Added);
    }
}
