using System.Text.Json;
using Thaw.Comparison.Claims;

namespace Thaw.Reports;

/// <summary>The claims in <c>report.json</c>.</summary>
internal static class JsonClaims
{
    /// <summary>Writes claims as an array.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Claim> claims)
    {
        json.WriteStartArray("claims");
        foreach (Claim claim in claims)
        {
            json.WriteStartObject();
            json.WriteNumber("number", claim.Number);
            json.WriteString("name", claim.Name);
            json.WriteString("statement", claim.Statement);
            json.WriteString("answer", NameOf(claim.Answer));
            json.WriteString("sentence", claim.Sentence);
            json.WriteString("measure", claim.Measure);
            JsonReport.WriteValue(json, "value", claim.Value);
            JsonReport.WriteValue(json, "low", claim.Interval.Low);
            JsonReport.WriteValue(json, "high", claim.Interval.High);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string NameOf(ClaimAnswer answer) => answer == ClaimAnswer.NotMeasured ? "notMeasured" : answer.ToString().ToLowerInvariant();
}
