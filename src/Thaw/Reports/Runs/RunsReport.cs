using System.Text.Json;
using Thaw.Images;

namespace Thaw.Reports.Runs;

/// <summary>Writes the report that sets several runs side by side.</summary>
public static class RunsReport
{
    private static readonly string[] Names = ["report.json", "report.md", "report.html"];

    /// <summary>Writes <c>report.json</c>, <c>report.md</c> and <c>report.html</c>. Each file appears whole or not at all; files of these names are replaced.</summary>
    /// <param name="comparison">The runs.</param>
    /// <param name="folder">Where to; made where it does not exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void WriteAll(RunsComparison comparison, string folder)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        Action<Stream>[] writers = [stream => WriteJson(comparison, stream), stream => RunsMarkdown.Write(comparison, stream), stream => RunsPage.Write(comparison, stream)];
        for (int i = 0; i < writers.Length; i++)
            AtomicFile.Write(Path.Combine(folder, Names[i]), writers[i]);
    }

    /// <summary>Writes the report as indented JSON in UTF-8, as <c>docs/report-schema.md</c> describes it.</summary>
    /// <param name="comparison">The runs.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void WriteJson(RunsComparison comparison, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(stream);
        RunsJson.Write(comparison, stream);
    }

    /// <summary>Whether a folder holds nothing but such a report, so that a new one may take its place. An empty folder does too.</summary>
    /// <param name="folder">A folder that is there.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static bool IsOwnFolder(string folder)
    {
        string[] entries = [.. Directory.EnumerateFileSystemEntries(folder)];
        if (entries.Length == 0)
            return true;
        string file = Path.Combine(folder, Names[0]);
        if (entries.Any(entry => !Names.Contains(Path.GetFileName(entry)) || Directory.Exists(entry)) || !File.Exists(file) || new FileInfo(file).Length > RunsReader.MostBytes)
            return false;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("kind", out JsonElement kind)
                && kind.ValueKind == JsonValueKind.String && kind.ValueEquals(RunsComparison.Kind);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
