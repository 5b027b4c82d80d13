using System.Buffers;
using System.Text.Json;
using Thaw.Images;
using Thaw.Packaging.MLNet;
using Thaw.Packaging.Onnx;
using Thaw.Tensors;

namespace Thaw.Packaging;

/// <summary>Writes a manifest as JSON; numbers come back to the last bit.</summary>
internal static class ManifestWriter
{
    /// <summary>UTF-8 in plain ASCII, the same on every machine.</summary>
    public static byte[] Write(ModelManifest manifest)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", manifest.FormatVersion);
            json.WriteString("kind", ManifestReader.Kind);
            json.WriteString("thaw", manifest.ThawVersion);
            WriteClasses(json, manifest);
            WriteNetwork(json, manifest);
            WritePreprocessing(json, manifest);
            if (manifest.FormatVersion > 1)
                WritePipeline(json, manifest);
            json.WriteStartObject("backbone");
            json.WriteString("name", manifest.BackboneName);
            json.WriteString("sha256", manifest.BackboneSha256);
            json.WriteEndObject();
            WriteTraining(json, manifest);
            json.WriteStartObject("weights");
            json.WriteString("entry", manifest.WeightsEntry);
            json.WriteString("format", manifest.WeightsFormat);
            json.WriteString("sha256", manifest.WeightsSha256);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteClasses(Utf8JsonWriter json, ModelManifest manifest)
    {
        json.WriteStartArray("classes");
        foreach (string name in manifest.Classes)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("positiveClass", manifest.PositiveClass);
        json.WriteNumber("threshold", manifest.Threshold);
        if (manifest.FormatVersion > 1)
            json.WriteNumber("temperature", manifest.Temperature);
    }

    private static void WriteNetwork(Utf8JsonWriter json, ModelManifest manifest)
    {
        json.WriteStartObject("network");
        json.WriteString("name", manifest.Network.Name);
        json.WriteNumber("width", manifest.Width);
        json.WriteNumber("imageSize", manifest.ImageSize);
        json.WriteStartObject("head");
        json.WriteNumber("units", manifest.Head.Units);
        json.WriteNumber("dropout", manifest.Head.Dropout);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePreprocessing(Utf8JsonWriter json, ModelManifest manifest)
    {
        json.WriteStartObject("preprocessing");
        json.WriteStartObject("resize");
        json.WriteString("filter", manifest.ResizeFilter switch
        {
            ResizeFilter.Triangle => "triangle",
            ResizeFilter.Box => "box",
            ResizeFilter other => throw new ArgumentException($"The resize filter must be triangle or box, got {other}."),
        });
        json.WriteString("fit", ManifestReader.Fit);
        json.WriteEndObject();
        json.WriteString("colourOrder", manifest.Preprocessing.Order == ColourOrder.Rgb ? "rgb" : "bgr");
        json.WriteNumber("scale", manifest.Preprocessing.Scale);
        WriteThree(json, "mean", manifest.Preprocessing.Mean);
        WriteThree(json, "deviation", manifest.Preprocessing.Deviation);
        json.WriteEndObject();
    }

    private static void WritePipeline(Utf8JsonWriter json, ModelManifest manifest)
    {
        json.WriteStartObject("pipeline");
        json.WriteString("input", PipelineSteps.Path);
        json.WriteString("pixels", OnnxGraph.Pixels);
        json.WriteNumber("oversampling", manifest.Oversampling);
        json.WriteStartArray("outputs");
        foreach (string output in ManifestReader.Outputs)
            json.WriteStringValue(output);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTraining(Utf8JsonWriter json, ModelManifest manifest)
    {
        json.WriteStartObject("training");
        json.WriteString("plan", manifest.Plan);
        json.WriteNumber("seed", manifest.Seed);
        json.WriteNumber("bestEpoch", manifest.BestEpoch);
        json.WriteStartObject("validation");
        WriteKnown(json, "loss", manifest.ValidationLoss);
        WriteKnown(json, "accuracy", manifest.ValidationAccuracy);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteThree(Utf8JsonWriter json, string name, IReadOnlyList<float> values)
    {
        json.WriteStartArray(name);
        foreach (float value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
