using System.Text.Json;
using Thaw.Comparison.Evidence;
using Thaw.Training;

namespace Thaw.Reports;

/// <summary>How far a trial's backbone came, and its first gradients, in <c>report.json</c>.</summary>
internal static class JsonDrift
{
    /// <summary>Writes the properties <c>drift</c> and <c>firstSteps</c>; null where they were not measured.</summary>
    public static void Write(Utf8JsonWriter json, TrialEvidence? evidence)
    {
        WriteProfile(json, "drift", evidence?.Drift);
        if (evidence?.FirstSteps is not { } shock)
        {
            json.WriteNull("firstSteps");
            return;
        }
        json.WriteStartObject("firstSteps");
        json.WriteStartArray("phases");
        foreach (FirstSteps steps in shock.Phases)
        {
            json.WriteStartObject();
            json.WriteString("phase", steps.Phase);
            json.WriteStartObject("gradientNorms");
            for (int block = 0; block < steps.Blocks.Count; block++)
            {
                json.WriteStartArray(steps.Blocks[block]);
                for (int step = 0; step < steps.Count; step++)
                {
                    float norm = steps.Norms.Span[step * steps.Blocks.Count + block];
                    if (float.IsFinite(norm))
                        json.WriteNumberValue(Math.Round((double)norm, 10));
                    else
                        json.WriteNullValue();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteProfile(json, "afterEpoch", shock.AfterEpoch);
        json.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter json, string name, DriftProfile? profile)
    {
        if (profile is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteStartArray("layers");
        foreach (LayerDrift layer in profile.Layers)
        {
            json.WriteStartObject();
            json.WriteString("layer", layer.Layer);
            JsonReport.WriteValue(json, "change", layer.Change);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("blocks");
        foreach (BlockDrift block in profile.Blocks)
        {
            json.WriteStartObject();
            json.WriteString("block", block.Block);
            JsonReport.WriteValue(json, "change", block.Change);
            JsonReport.WriteValue(json, "similarity", block.Similarity);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
