using System.Text.Json;
using Thaw.Comparison;
using Thaw.Evaluation;

using Thaw.Images;

namespace Thaw.Reports;

/// <summary>
/// <c>report.json</c>: a comparison for programs, as <c>docs/report-schema.md</c> describes it. For one recipe and one set of
/// seeds the file is the same again but for the objects <c>environment</c> and <c>timing</c>.
/// </summary>
public static class JsonReport
{
    /// <summary>Writes a comparison as indented JSON in UTF-8; what is not a number becomes null.</summary>
    /// <param name="result">A comparison.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void Write(ComparisonResult result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(stream);
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", result.SchemaVersion);
            json.WriteStartObject("verdict");
            json.WriteString("quality", result.Verdict.Quality);
            json.WriteString("selection", result.Verdict.Selection);
            json.WriteEndObject();
            WriteStrings(json, "notes", ReportNotes.Of(result));
            json.WriteNumber("resamples", result.Resamples);
            WriteSetup(json, result.Setup);
            WriteData(json, result);
            json.WriteStartArray("plans");
            foreach (PlanResult plan in result.Plans)
                JsonPlan.Write(json, plan, result);
            json.WriteEndArray();
            JsonClaims.Write(json, result.Claims);
            JsonShift.Write(json, result.Shift);
            AdviceJson.WriteProperty(json, result);
            json.WriteStartArray("differences");
            foreach (PlanDifference difference in result.Differences)
                WriteDifference(json, difference);
            json.WriteEndArray();
            WriteEnvironment(json, result.Environment);
            WriteTiming(json, result);
            json.WriteEndObject();
        }
        stream.Write("\n"u8);
    }

    /// <summary>Writes a number to ten digits after the point, or null.</summary>
    internal static void WriteValue(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, Math.Round(value, 10));
        else
            json.WriteNull(name);
    }

    internal static void WriteEstimates(Utf8JsonWriter json, IReadOnlyList<MetricEstimate> estimates)
    {
        json.WriteStartObject("metrics");
        foreach (MetricEstimate estimate in estimates)
        {
            json.WriteStartObject(Metrics.NameOf(estimate.Metric));
            WriteValue(json, "value", estimate.Value);
            WriteValue(json, "low", estimate.Interval.Low);
            WriteValue(json, "high", estimate.Interval.High);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteSetup(Utf8JsonWriter json, RunSetup setup)
    {
        json.WriteStartObject("setup");
        json.WriteString("backbone", setup.Backbone);
        json.WriteString("backboneSha256", setup.BackboneSha256);
        json.WriteNumber("imageSize", setup.ImageSize);
        json.WriteNumber("batchSize", setup.BatchSize);
        json.WriteStartArray("seeds");
        foreach (ulong seed in setup.Seeds)
            json.WriteNumberValue(seed);
        json.WriteEndArray();
        json.WriteNumber("splitSeed", setup.SplitSeed);
        json.WriteString("threshold", setup.Threshold.ToString());
        json.WriteString("recipe", setup.Recipe);
        JsonRates.Write(json, setup.RateSearches);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, ComparisonResult result)
    {
        DataSummary data = result.Data;
        json.WriteStartObject("data");
        json.WriteString("source", data.Source);
        WriteStrings(json, "classes", data.Classes);
        json.WriteStartArray("parts");
        foreach (DataPart part in data.Parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteStartArray("counts");
            foreach (int count in part.Counts)
                json.WriteNumberValue(count);
            json.WriteEndArray();
            WriteStrings(json, "groups", part.Groups);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("groupPattern", data.GroupPattern);
        json.WriteStartArray("skipped");
        foreach (SkippedFile file in data.Skipped)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteString("reason", file.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("duplicates");
        foreach (DuplicatePicture pair in data.Duplicates)
        {
            json.WriteStartObject();
            json.WriteString("first", pair.First);
            json.WriteString("firstPart", pair.FirstPart);
            json.WriteString("second", pair.Second);
            json.WriteString("secondPart", pair.SecondPart);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDifference(Utf8JsonWriter json, PlanDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("plan", difference.Plan);
        json.WriteString("baseline", difference.Baseline);
        WriteEstimates(json, difference.Metrics);
        WriteValue(json, "pValue", difference.Metrics[0].PValue);
        WriteValue(json, "adjustedPValue", difference.AdjustedPValue);
        json.WriteStartObject("mcNemar");
        json.WriteNumber("onlyPlanRight", difference.McNemar.OnlyFirstRight);
        json.WriteNumber("onlyBaselineRight", difference.McNemar.OnlySecondRight);
        WriteValue(json, "pValue", difference.McNemar.PValue);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEnvironment(Utf8JsonWriter json, RunEnvironment environment)
    {
        json.WriteStartObject("environment");
        json.WriteString("thawVersion", environment.ThawVersion);
        json.WriteString("dotNetVersion", environment.DotNetVersion);
        json.WriteString("operatingSystem", environment.OperatingSystem);
        json.WriteString("architecture", environment.Architecture);
        json.WriteNumber("processorCount", environment.ProcessorCount);
        json.WriteNumber("threads", environment.Threads);
        json.WriteString("device", environment.Device);
        json.WriteString("commandLine", environment.CommandLine);
        json.WriteString("started", environment.Started.ToUniversalTime());
        json.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter json, ComparisonResult result)
    {
        json.WriteStartObject("timing");
        WriteValue(json, "seconds", result.Environment.Seconds);
        double estimated = result.Plans.Sum(plan => plan.Timing.EstimatedSeconds), measured = result.Plans.Sum(plan => plan.Timing.MeasuredSeconds);
        WriteValue(json, "estimatedSeconds", estimated);
        WriteValue(json, "measuredSeconds", measured);
        WriteValue(json, "estimateRatio", measured / estimated);
        json.WriteString("verdict", result.Verdict.Cost);
        JsonClaims.WriteTime(json, result.Claims);
        json.WriteStartArray("plans");
        foreach (PlanResult plan in result.Plans)
            JsonPlan.WriteTiming(json, plan);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
