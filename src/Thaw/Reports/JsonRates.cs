using System.Text.Json;
using Thaw.Training.Rates;

namespace Thaw.Reports;

/// <summary>How learning rates were found, in <c>report.json</c>.</summary>
internal static class JsonRates
{
    /// <summary>Writes searches as the array <c>rateSearches</c>.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<RateSearch> searches)
    {
        json.WriteStartArray("rateSearches");
        foreach (RateSearch search in searches)
        {
            json.WriteStartObject();
            json.WriteString("kind", search.Kind.ToString().ToLowerInvariant());
            json.WriteString("trainFrom", search.TrainFrom);
            JsonReport.WriteValue(json, "rate", search.Rate);
            json.WriteStartArray("tried");
            foreach (TriedRate tried in search.Tried)
            {
                json.WriteStartObject();
                JsonReport.WriteValue(json, "rate", tried.Rate);
                json.WriteNumber("epochs", tried.Epochs);
                JsonReport.WriteValue(json, "validationLoss", tried.ValidationLoss);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
