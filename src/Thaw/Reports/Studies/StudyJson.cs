using System.Text.Json;
using Thaw.Comparison;
using Thaw.Comparison.Studies;
using Thaw.Evaluation;

namespace Thaw.Reports.Studies;

/// <summary><c>claims.json</c>: for one recipe it is the same again but for the objects <c>environment</c> and <c>timing</c>.</summary>
internal static class StudyJson
{
    public static void Write(ClaimsStudy study, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", ComparisonResult.CurrentSchemaVersion);
            json.WriteString("kind", "claims");
            json.WriteString("finding", study.Finding);
            JsonClaims.Write(json, study.Claims);
            WriteStrings(json, "surprises", study.Surprises);
            json.WriteStartObject("pooled");
            WriteMeasures(json, measure => StudyClaims.Pooled(study.Cells, measure), time: false);
            json.WriteEndObject();
            json.WriteStartArray("curves");
            foreach (StudyMeasure measure in StudyTables.Curves)
                WriteCurve(json, StudyCurve.Of(study.Cells, measure));
            json.WriteEndArray();
            json.WriteStartArray("cells");
            foreach (StudyCell cell in study.Cells)
                WriteCell(json, cell);
            json.WriteEndArray();
            json.WriteString("recipe", study.Recipe);
            json.WriteStartObject("environment");
            json.WriteString("thawVersion", study.ThawVersion);
            json.WriteString("commandLine", study.CommandLine);
            json.WriteString("started", study.Started.ToUniversalTime());
            json.WriteEndObject();
            WriteTiming(json, study);
            json.WriteEndObject();
        }
        stream.Write("\n"u8);
    }

    private static void WriteCurve(Utf8JsonWriter json, StudyCurve curve)
    {
        json.WriteStartObject();
        json.WriteString("measure", curve.Measure.Key);
        json.WriteNumber("nearAt", curve.NearAt);
        json.WriteNumber("farAt", curve.FarAt);
        json.WriteString("answer", JsonClaims.NameOf(curve.Answer));
        WriteEstimate(json, "near", curve.Measure, curve.Near);
        WriteEstimate(json, "far", curve.Measure, curve.Far);
        WriteEstimate(json, "slope", curve.Measure, curve.Slope);
        json.WriteStartArray("slopes");
        foreach ((string set, StudyEstimate slope) in curve.Slopes)
        {
            json.WriteStartObject();
            json.WriteString("set", set);
            WriteEstimate(json, "slope", curve.Measure, slope);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteEstimate(json, "doubling", curve.Measure, curve.Doubling);
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, StudyCell cell)
    {
        json.WriteStartObject();
        json.WriteString("name", cell.Place.Name);
        json.WriteString("folder", $"{StudyReports.CellsFolder}/{cell.Place.Name}");
        json.WriteString("set", cell.Place.Set);
        json.WriteNumber("distance", cell.Place.Distance);
        json.WriteNumber("pictures", cell.Place.Pictures);
        json.WriteNumber("diverged", cell.Diverged);
        json.WriteString("chosen", cell.Chosen);
        json.WriteStartArray("plans");
        foreach ((string plan, StudyEstimate accuracy) in cell.Accuracies)
        {
            json.WriteStartObject();
            json.WriteString("name", plan);
            WriteEstimate(json, "accuracy", StudyMeasure.FullGain, accuracy);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("values");
        WriteMeasures(json, measure => cell[measure], time: false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter json, ClaimsStudy study)
    {
        json.WriteStartObject("timing");
        JsonReport.WriteValue(json, "seconds", study.Cells.Sum(cell => cell.Seconds));
        JsonClaims.WriteTime(json, study.Claims);
        WriteStrings(json, "surprises", study.TimeSurprises);
        json.WriteStartObject("pooled");
        WriteMeasures(json, measure => StudyClaims.Pooled(study.Cells, measure), time: true);
        json.WriteEndObject();
        json.WriteStartArray("cells");
        foreach (StudyCell cell in study.Cells)
        {
            json.WriteStartObject();
            json.WriteString("name", cell.Place.Name);
            JsonReport.WriteValue(json, "seconds", cell.Seconds);
            json.WriteStartObject("values");
            WriteMeasures(json, measure => cell[measure], time: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMeasures(Utf8JsonWriter json, Func<StudyMeasure, StudyEstimate> value, bool time)
    {
        foreach (StudyMeasure measure in StudyMeasure.All.Where(measure => measure.IsTime == time))
            WriteEstimate(json, measure.Key, measure, value(measure));
    }

    private static void WriteEstimate(Utf8JsonWriter json, string name, StudyMeasure measure, StudyEstimate estimate)
    {
        Interval told = measure.Told(estimate.Interval);
        json.WriteStartObject(name);
        JsonReport.WriteValue(json, "value", measure.Told(estimate.Value));
        JsonReport.WriteValue(json, "low", told.Low);
        JsonReport.WriteValue(json, "high", told.High);
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
