using System.Text.Json;
using Thaw.Comparison;
using Thaw.Evaluation.Calibration;

namespace Thaw.Reports;

/// <summary>How far a plan's probabilities can be trusted, in <c>report.json</c>.</summary>
internal static class JsonCalibration
{
    public static void Write(Utf8JsonWriter json, PlanCalibration? calibration)
    {
        if (calibration is null)
        {
            json.WriteNull("calibration");
            return;
        }
        json.WriteStartObject("calibration");
        JsonReport.WriteValue(json, "temperature", calibration.Temperature);
        JsonReport.WriteValue(json, "threshold", calibration.Threshold);
        Write(json, "raw", calibration.Raw);
        Write(json, "calibrated", calibration.Calibrated);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Reliability reliability)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("expectedCalibrationError");
        JsonReport.WriteValue(json, "value", reliability.Error);
        JsonReport.WriteValue(json, "low", reliability.ErrorInterval.Low);
        JsonReport.WriteValue(json, "high", reliability.ErrorInterval.High);
        JsonReport.WriteValue(json, "byChance", reliability.ErrorByChance);
        json.WriteEndObject();
        JsonReport.WriteValue(json, "brierScore", reliability.BrierScore);
        json.WriteStartArray("bins");
        foreach (ReliabilityBin bin in reliability.Diagram)
        {
            json.WriteStartObject();
            JsonReport.WriteValue(json, "low", bin.Low);
            JsonReport.WriteValue(json, "high", bin.High);
            json.WriteNumber("count", bin.Count);
            JsonReport.WriteValue(json, "confidence", bin.Confidence);
            JsonReport.WriteValue(json, "accuracy", bin.Accuracy);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
