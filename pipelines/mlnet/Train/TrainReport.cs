using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Thaw.Evaluation;
using Thaw.Images;

namespace Pipeline.MLNet.Train;

/// <summary>The report, as Markdown and as JSON.</summary>
internal static class TrainReport
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes <c>report.md</c> and <c>report.json</c>.</summary>
    public static void Write(TrainSettings settings, PictureData data, IReadOnlyList<ContenderResult> results)
    {
        (int train, int validation, int test) = Parts(data);
        string markdown = Markdown(settings, data, results);
        string json = JsonSerializer.Serialize(new { settings, data.Classes, Parts = new { train, validation, test }, Contenders = results }, s_json);
        AtomicFile.Write(Path.Combine(settings.Output, "report.md"), stream => stream.Write(Encoding.UTF8.GetBytes(markdown)));
        AtomicFile.Write(Path.Combine(settings.Output, "report.json"), stream => stream.Write(Encoding.UTF8.GetBytes(json + "\n")));
    }

    /// <summary>The Markdown.</summary>
    public static string Markdown(TrainSettings settings, PictureData data, IReadOnlyList<ContenderResult> results)
    {
        var text = new StringBuilder();
        (int train, int validation, int test) = Parts(data);
        text.Append(CultureInfo.InvariantCulture, $"# VGG in ML.NET\n\n{train} pictures train, {validation} validate, {test} test; classes {string.Join(" and ", data.Classes)}, the second positive; backbone {settings.Backbone}.\n\n");
        text.Append("Each value by ML.NET's `BinaryClassification.Evaluate`, and by Thaw on the same predictions; the area under the precision-recall curve is the one that ML.NET means, with straight lines between Thaw's points.\n\n| metric |");
        foreach (ContenderResult result in results)
            text.Append(CultureInfo.InvariantCulture, $" {result.Name} |");
        text.Append("\n|---|").Append(string.Concat(Enumerable.Repeat("---|", results.Count))).Append('\n');
        for (int m = 0; m < results[0].Metrics.Count; m++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Metrics.TitleOf(results[0].Metrics[m].Metric)} |");
            foreach (ContenderResult result in results)
                text.Append(CultureInfo.InvariantCulture, $" {result.Metrics[m].ByMLNet:0.000000}, {result.Metrics[m].ByThaw:0.000000} |");
            text.Append('\n');
        }
        Row(text, "largest difference", results, result => string.Create(CultureInfo.InvariantCulture, $"{result.LargestDifference:0.0e0}"));
        Row(text, "seconds to fit", results, result => string.Create(CultureInfo.InvariantCulture, $"{result.Seconds:0.0}"));
        Row(text, "saved by ML.NET", results, result => $"`{result.Model}`");
        text.Append("\nML.NET decodes and resizes otherwise than Thaw. The same networks over all pictures in both:\n\n");
        foreach (ContenderResult result in results.Where(result => result.Pixels is not null))
            text.Append(CultureInfo.InvariantCulture, $"- {result.Name}: {Line(result.Pixels!)}\n");
        return text.ToString();
    }

    /// <summary>A difference in a line.</summary>
    public static string Line(PixelDifference pixels) => string.Create(CultureInfo.InvariantCulture,
        $"{pixels.Pictures} pictures, mean difference of a probability {pixels.Mean:0.0000}, largest {pixels.Largest:0.000}, called otherwise {pixels.CalledOtherwise}.");

    private static void Row(StringBuilder text, string title, IReadOnlyList<ContenderResult> results, Func<ContenderResult, string> cell) =>
        text.Append(CultureInfo.InvariantCulture, $"| {title} | {string.Join(" | ", results.Select(cell))} |\n");

    private static (int Train, int Validation, int Test) Parts(PictureData data) => (data.Split.Train.Count, data.Split.Validation.Count, data.Split.Test.Count);
}
