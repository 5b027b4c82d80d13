using System.Text.Json;
using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Reports.Runs;

/// <summary>Several runs as <c>report.json</c>.</summary>
internal static class RunsJson
{
    public static void Write(RunsComparison comparison, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", ComparisonResult.CurrentSchemaVersion);
            json.WriteString("kind", RunsComparison.Kind);
            json.WriteString("sentence", comparison.Sentence);
            WriteStrings(json, "notes", comparison.Notes);
            WriteArray(json, "pooled", comparison.Pooled, plan => WritePooled(json, plan));
            WriteArray(json, "runs", comparison.Runs, run => WriteRun(json, run));
            WriteArray(json, "settings", comparison.Settings, setting =>
            {
                json.WriteString("key", setting.Key);
                WriteStrings(json, "values", setting.Value);
            });
            json.WriteStartObject("environment");
            json.WriteString("thawVersion", comparison.ThawVersion);
            json.WriteString("commandLine", comparison.CommandLine);
            json.WriteString("started", comparison.Started.ToUniversalTime());
            json.WriteEndObject();
            json.WriteStartObject("timing");
            JsonReport.WriteValue(json, "seconds", comparison.Runs.Sum(run => run.Seconds));
            WriteArray(json, "runs", comparison.Runs, run => WriteTiming(json, run));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.Write("\n"u8);
    }

    private static void WritePooled(Utf8JsonWriter json, PooledPlan plan)
    {
        json.WriteString("plan", plan.Plan);
        json.WriteString("baseline", plan.Baseline);
        WriteStrings(json, "runs", plan.Runs);
        json.WriteString("basis", RunsTexts.NameOf(plan.Difference.Basis));
        json.WriteNumber("splits", plan.Difference.Splits);
        json.WriteNumber("trials", plan.Difference.Trials);
        json.WriteNumber("pictures", plan.Difference.Pictures);
        WriteEstimate(json, "difference", plan.Difference.Value, plan.Difference.Interval);
        WriteEstimate(json, "accuracy", plan.Accuracy.Value, plan.Accuracy.Interval);
        WriteEstimate(json, "baselineAccuracy", plan.BaselineAccuracy.Value, plan.BaselineAccuracy.Interval);
        WriteArray(json, "splitDifferences", plan.Splits, split =>
        {
            json.WriteNumber("splitSeed", split.Seed);
            JsonReport.WriteValue(json, "value", split.Value);
        });
    }

    private static void WriteRun(Utf8JsonWriter json, RunSummary run)
    {
        json.WriteString("name", run.Name);
        json.WriteString("folder", run.Folder);
        json.WriteString("source", run.Source);
        WriteStrings(json, "classes", run.Classes);
        json.WriteNumber("trainPictures", run.TrainPictures);
        json.WriteNumber("validationPictures", run.Counts[1].Sum());
        json.WriteNumber("testPictures", run.TestPictures);
        json.WriteString("backbone", run.Backbone);
        json.WriteString("backboneSha256", run.BackboneSha256);
        json.WriteNumber("imageSize", run.ImageSize);
        json.WriteStartArray("seeds");
        foreach (ulong seed in run.Seeds)
            json.WriteNumberValue(seed);
        json.WriteEndArray();
        json.WriteNumber("splitSeed", run.SplitSeed);
        WriteArray(json, "plans", run.Plans, plan =>
        {
            json.WriteString("name", plan.Name);
            json.WriteNumber("diverged", plan.Diverged);
            WriteEstimate(json, "accuracy", plan.Accuracy.Value, plan.Accuracy.Interval);
        });
        WriteArray(json, "differences", run.Differences, difference =>
        {
            json.WriteString("plan", difference.Plan);
            json.WriteString("baseline", difference.Baseline);
            WriteEstimate(json, "accuracy", difference.Accuracy.Value, difference.Accuracy.Interval);
        });
        WriteArray(json, "claims", run.Claims, claim =>
        {
            json.WriteNumber("number", claim.Number);
            json.WriteString("name", claim.Name);
            json.WriteString("answer", claim.Answer);
            JsonReport.WriteValue(json, "value", claim.Value);
            JsonReport.WriteValue(json, "low", claim.Interval.Low);
            JsonReport.WriteValue(json, "high", claim.Interval.High);
        });
    }

    private static void WriteTiming(Utf8JsonWriter json, RunSummary run)
    {
        json.WriteString("name", run.Name);
        json.WriteString("device", run.Device);
        JsonReport.WriteValue(json, "seconds", run.Seconds);
        WriteArray(json, "plans", run.Plans, plan =>
        {
            json.WriteString("name", plan.Name);
            JsonReport.WriteValue(json, "secondsTotal", plan.Seconds);
        });
    }

    private static void WriteEstimate(Utf8JsonWriter json, string name, double value, Interval interval)
    {
        json.WriteStartObject(name);
        JsonReport.WriteValue(json, "value", value);
        JsonReport.WriteValue(json, "low", interval.Low);
        JsonReport.WriteValue(json, "high", interval.High);
        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
