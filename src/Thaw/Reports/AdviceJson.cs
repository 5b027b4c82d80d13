using System.Text.Json;
using Thaw.Comparison;
using Thaw.Comparison.Advice;
using Thaw.Evaluation.Probes;

namespace Thaw.Reports;

/// <summary>An advice as JSON: what <c>thaw advise --json</c> writes and what <c>report.json</c> holds. Nothing in it depends on the machine.</summary>
public static class AdviceJson
{
    /// <summary>Writes an advice as an object.</summary>
    /// <param name="json">Where to; a value is expected there.</param>
    /// <param name="advice">The advice.</param>
    public static void Write(Utf8JsonWriter json, PlanAdvice advice) => Write(json, advice, null);

    /// <summary>Writes a comparison's advice with what came of it, as the property <c>advice</c>; null where it has none.</summary>
    internal static void WriteProperty(Utf8JsonWriter json, ComparisonResult result)
    {
        if (result.Advice is null)
        {
            json.WriteNull("advice");
            return;
        }
        json.WritePropertyName("advice");
        Write(json, result.Advice, AdviceOutcome.Of(result));
    }

    private static void Write(Utf8JsonWriter json, PlanAdvice advice, AdviceOutcome? outcome)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(advice);
        json.WriteStartObject();
        json.WriteString("plan", advice.Plan);
        JsonReport.WriteValue(json, "confidence", advice.Confidence);
        json.WriteStartArray("gains");
        for (int i = 0; i < advice.Gains.Count; i++)
        {
            ExpectedGain gain = advice.Gains[i];
            json.WriteStartObject();
            json.WriteString("plan", gain.Plan);
            JsonReport.WriteValue(json, "expected", gain.Value);
            JsonReport.WriteValue(json, "low", gain.Interval.Low);
            JsonReport.WriteValue(json, "high", gain.Interval.High);
            if (outcome is not null)
                JsonReport.WriteValue(json, "measured", outcome.Gains[i].Measured?.Value ?? double.NaN);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (outcome is not null)
        {
            json.WriteString("best", outcome.Best);
            JsonReport.WriteValue(json, "behindBest", outcome.Behind);
        }
        json.WriteStartArray("reasons");
        foreach (string reason in advice.Reasons)
            json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteStartObject("features");
        foreach ((string name, double value) in PlanRule.FeatureNames.Zip(PlanRule.FeaturesOf(advice.Measurements)))
            JsonReport.WriteValue(json, name, value);
        json.WriteEndObject();
        WriteMeasurements(json, advice.Measurements);
        json.WriteEndObject();
    }

    private static void WriteMeasurements(Utf8JsonWriter json, SetMeasurements set)
    {
        json.WriteStartObject("measurements");
        json.WriteNumber("trainPictures", set.TrainPictures);
        json.WriteNumber("validationPictures", set.ValidationPictures);
        json.WriteNumber("measuredPictures", set.MeasuredPictures);
        json.WriteNumber("classes", set.Classes);
        json.WriteNumber("smallestClass", set.SmallestClass);
        json.WriteNumber("groups", set.Groups);
        JsonReport.WriteValue(json, "majority", set.Majority);
        JsonReport.WriteValue(json, "distance", set.Distance);
        JsonReport.WriteValue(json, "lowerAdvantage", set.LowerAdvantage);
        JsonReport.WriteValue(json, "room", set.Room);
        json.WriteStartObject("headProbe");
        WriteProbe(json, set.HeadProbe, set.HeadLogMe);
        json.WriteEndObject();
        json.WriteStartArray("blocks");
        foreach (BlockMeasurement block in set.Blocks)
        {
            json.WriteStartObject();
            json.WriteString("layer", block.Layer);
            JsonReport.WriteValue(json, "distance", block.Distance);
            WriteProbe(json, block.Probe, block.LogMe);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProbe(Utf8JsonWriter json, ProbeAccuracy probe, double logMe)
    {
        JsonReport.WriteValue(json, "accuracy", probe.Accuracy);
        JsonReport.WriteValue(json, "standardError", probe.StandardError);
        JsonReport.WriteValue(json, "logMe", logMe);
    }
}
