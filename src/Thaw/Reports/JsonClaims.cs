using System.Text.Json;
using Thaw.Comparison.Claims;

namespace Thaw.Reports;

/// <summary>The claims in <c>report.json</c>.</summary>
internal static class JsonClaims
{
    /// <summary>Writes claims as an array, but for the one about time.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Claim> claims)
    {
        json.WriteStartArray("claims");
        foreach (Claim claim in claims.Where(claim => !IsOfTime(claim)))
            WriteClaim(json, claim);
        json.WriteEndArray();
    }

    /// <summary>Writes the claim about time, which is this machine's, as the property <c>claim</c>; null where there is none.</summary>
    public static void WriteTime(Utf8JsonWriter json, IEnumerable<Claim> claims)
    {
        json.WritePropertyName("claim");
        if (claims.FirstOrDefault(IsOfTime) is { } claim)
            WriteClaim(json, claim);
        else
            json.WriteNullValue();
    }

    private static bool IsOfTime(Claim claim) => claim.Number == 1;

    private static void WriteClaim(Utf8JsonWriter json, Claim claim)
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

    /// <summary>An answer as programs read it.</summary>
    public static string NameOf(ClaimAnswer answer) => answer == ClaimAnswer.NotMeasured ? "notMeasured" : answer.ToString().ToLowerInvariant();
}
