using System.Text.Json.Nodes;

namespace Thaw.Cli.Tests;

/// <summary>Reads <c>report.json</c>.</summary>
internal static class ReportJson
{
    /// <summary>The report without the two objects that may differ from run to run.</summary>
    public static string Lasting(string text)
    {
        JsonObject report = JsonNode.Parse(text)!.AsObject();
        Assert.True(report.Remove("environment"));
        Assert.True(report.Remove("timing"));
        return report.ToJsonString();
    }

    /// <summary>The same, of a run folder.</summary>
    public static string LastingOf(string folder) => Lasting(File.ReadAllText(Path.Combine(folder, "report.json")));
}
