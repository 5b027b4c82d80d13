using System.Globalization;
using System.Text.Json;
using Thaw.Cli.Terminal;
using Thaw.Tensors;
using Thaw.Weights;
using Thaw.Weights.Store;

namespace Thaw.Cli.Runs;

/// <summary><c>thaw weights info</c>.</summary>
internal static class WeightsInfo
{
    /// <summary>What a backbone's file says with other words above.</summary>
    private static readonly string[] Told = ["name", "network", "width", "image_size", "colour_order", "scale", "mean", "deviation"];

    /// <summary>Reads a backbone and says what it is, as lines or as JSON.</summary>
    /// <param name="nameOrFile">As <c>--backbone</c> takes it.</param>
    /// <param name="json">Whether it is to be JSON.</param>
    public static int Execute(string nameOrFile, bool json)
    {
        Backbone backbone = BackboneStore.Find(nameOrFile);
        bool isFile = File.Exists(nameOrFile), isStored = !isFile && !BackboneStore.Names.Contains(nameOrFile);
        StoredBackbone? entry = isStored ? BackboneFolder.Default.Describe(nameOrFile) : null;
        string kind = isFile ? "file" : isStored ? "stored" : "built in";
        string? path = isFile ? Path.GetFullPath(nameOrFile) : entry?.File;
        if (json)
            JsonOutput.Write(writer => Write(writer, backbone, kind, path, entry));
        else
            Print(backbone, kind, path, entry);
        return ExitCode.Done;
    }

    /// <summary>What a backbone's file says of where it comes from; empty where it says nothing.</summary>
    public static string SourceOf(Backbone backbone) => backbone.Metadata.TryGetValue("source", out string? source) ? source : "";

    private static IEnumerable<KeyValuePair<string, string>> MetadataOf(Backbone backbone) =>
        backbone.Metadata.Where(pair => !Told.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static void Print(Backbone backbone, string kind, string? path, StoredBackbone? entry)
    {
        Preprocessing p = backbone.Preprocessing;
        var lines = new List<(string Key, string Value)>
        {
            ("name", backbone.Name),
            ("where", kind),
            ("network", backbone.Network.Name),
            ("width", Text(backbone.Width)),
            ("pictures", $"{backbone.ImageSize} x {backbone.ImageSize}"),
            ("preprocessing", $"{OrderOf(p)}; (value * {Text(p.Scale)} - mean) / deviation, mean {Join(p.Mean)}, deviation {Join(p.Deviation)}"),
            ("parameters", backbone.CountParameters().ToString("N0", CultureInfo.InvariantCulture)),
            ("sha256", backbone.Sha256),
        };
        if (path is not null)
            lines.AddRange([("file", path), ("size", $"{Numbers.Size(new FileInfo(path).Length)}")]);
        if (entry is not null)
            lines.AddRange([("stored from", entry.Source), ("stored at", entry.Added.ToString("u", CultureInfo.InvariantCulture))]);
        lines.AddRange(MetadataOf(backbone).Select(pair => (pair.Key, pair.Value)));
        int width = lines.Max(line => line.Key.Length);
        foreach ((string key, string value) in lines)
            Console.Out.WriteLine(Numbers.Printable($"{key.PadRight(width)}  {value}"));
    }

    private static void Write(Utf8JsonWriter json, Backbone backbone, string kind, string? path, StoredBackbone? entry)
    {
        json.WriteStartObject();
        json.WriteString("name", backbone.Name);
        json.WriteString("where", kind);
        json.WriteString("network", backbone.Network.Name);
        json.WriteNumber("width", backbone.Width);
        json.WriteNumber("imageSize", backbone.ImageSize);
        json.WriteStartObject("preprocessing");
        json.WriteString("colourOrder", OrderOf(backbone.Preprocessing).ToLowerInvariant());
        json.WriteNumber("scale", backbone.Preprocessing.Scale);
        WriteNumbers(json, "mean", backbone.Preprocessing.Mean);
        WriteNumbers(json, "deviation", backbone.Preprocessing.Deviation);
        json.WriteEndObject();
        json.WriteNumber("parameters", backbone.CountParameters());
        json.WriteString("sha256", backbone.Sha256);
        if (path is not null)
        {
            json.WriteString("file", path);
            json.WriteNumber("size", new FileInfo(path).Length);
        }
        if (entry is not null)
        {
            json.WriteString("source", entry.Source);
            json.WriteString("added", entry.Added);
        }
        json.WriteStartObject("metadata");
        foreach (KeyValuePair<string, string> pair in MetadataOf(backbone))
            json.WriteString(pair.Key, pair.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<float> values)
    {
        json.WriteStartArray(name);
        foreach (float value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static string OrderOf(Preprocessing preprocessing) => preprocessing.Order == ColourOrder.Rgb ? "RGB" : "BGR";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Join(IReadOnlyList<float> values) => string.Join(", ", values.Select(Text));
}
