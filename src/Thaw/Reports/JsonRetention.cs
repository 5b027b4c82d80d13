using System.Text.Json;
using Thaw.Comparison.Evidence;

namespace Thaw.Reports;

/// <summary>What a trial kept of the backbone's features, in <c>report.json</c>.</summary>
internal static class JsonRetention
{
    /// <summary>Writes the object <c>retention</c>, or null where nothing was measured.</summary>
    public static void Write(Utf8JsonWriter json, Retention? retention)
    {
        if (retention is null)
        {
            json.WriteNull("retention");
            return;
        }
        json.WriteStartObject("retention");
        JsonReport.WriteValue(json, "similarity", retention.Similarity);
        json.WriteNumber("pictures", retention.Pictures);
        json.WriteString("from", retention.IsProbed ? "source" : "drawn");
        JsonReport.WriteValue(json, "sourceAccuracyBefore", retention.AccuracyBefore);
        JsonReport.WriteValue(json, "sourceAccuracyAfter", retention.AccuracyAfter);
        json.WriteEndObject();
    }
}
