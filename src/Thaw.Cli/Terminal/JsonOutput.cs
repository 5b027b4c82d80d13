using System.Text.Json;

namespace Thaw.Cli.Terminal;

/// <summary>Writes JSON to stdout.</summary>
internal static class JsonOutput
{
    /// <summary>Writes one value and a line's end.</summary>
    public static void Write(Action<Utf8JsonWriter> write)
    {
        using Stream stdout = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(stdout, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            write(json);
        stdout.Write("\n"u8);
    }

    /// <summary>Writes a number, or null for what is none.</summary>
    public static void Number(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
