using System.Text.Json;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Images.Corruptions;

namespace Thaw.Reports;

/// <summary>The test under shift in <c>report.json</c>.</summary>
internal static class JsonShift
{
    /// <summary>Writes it as an object, or null where it was not measured.</summary>
    public static void Write(Utf8JsonWriter json, ShiftResult? shift)
    {
        if (shift is null)
        {
            json.WriteNull("shift");
            return;
        }
        json.WriteStartObject("shift");
        json.WriteString("finding", shift.Finding);
        json.WriteNumber("testPictures", shift.TestPictures);
        json.WriteNumber("shiftedPictures", shift.Pictures.Count);
        json.WriteStartArray("corruptions");
        foreach (Corruption corruption in Corruption.All)
        {
            json.WriteStartObject();
            json.WriteString("name", corruption.Name);
            json.WriteString("description", corruption.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("plans");
        foreach (ShiftPlan plan in shift.Plans)
        {
            json.WriteStartObject();
            json.WriteString("name", plan.Plan);
            WriteEstimate(json, "clean", plan.Clean);
            WriteEstimate(json, "shifted", plan.Shifted);
            json.WriteStartArray("accuracies");
            foreach (ShiftCurve curve in plan.Curves)
            {
                json.WriteStartArray();
                foreach (double accuracy in curve.Accuracies)
                    json.WriteNumberValue(Math.Round(accuracy, 10));
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (ShiftDifference difference in shift.Differences)
        {
            json.WriteStartObject();
            json.WriteString("plan", difference.Plan);
            json.WriteString("baseline", difference.Baseline);
            WriteEstimate(json, "clean", difference.Clean);
            WriteEstimate(json, "shifted", difference.Shifted);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEstimate(Utf8JsonWriter json, string name, MetricEstimate estimate)
    {
        json.WriteStartObject(name);
        JsonReport.WriteValue(json, "value", estimate.Value);
        JsonReport.WriteValue(json, "low", estimate.Interval.Low);
        JsonReport.WriteValue(json, "high", estimate.Interval.High);
        json.WriteEndObject();
    }
}
