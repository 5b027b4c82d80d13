using System.Text;
using System.Text.Json.Nodes;
using Thaw.Packaging;

namespace Thaw.Tests.Packaging;

public class ManifestReaderTests
{
    private static readonly Lazy<string> Valid = new(() =>
    {
        using var sample = new PackedSample();
        return ZipParts.Manifest(sample.Bytes);
    });

    [Fact]
    public void Reading_and_writing_again_gives_the_same_text() =>
        Assert.Equal(Valid.Value, Encoding.UTF8.GetString(ManifestWriter.Write(ManifestReader.Read(Encoding.UTF8.GetBytes(Valid.Value)))));

    [Theory]
    [InlineData("formatVersion", "3", "format version 3")]
    [InlineData("formatVersion", "0", "whole number")]
    [InlineData("formatVersion", "1.5", "whole number")]
    [InlineData("kind", "\"regressor\"", "'image-classifier'")]
    [InlineData("classes", "[\"one\"]", "list of 2")]
    [InlineData("classes", "[\"one\", 2]", "classes[1]")]
    [InlineData("classes", "[\"one\", \"\"]", "classes[1]")]
    [InlineData("classes", "[\"one\", \"a\\u001bb\"]", "classes[1]")]
    [InlineData("classes", "[\"one\", \"\\ud800\"]", "Unicode")]
    [InlineData("classes", "[\"one\", \"one\"]", "twice")]
    [InlineData("classes", "{}", "a list")]
    [InlineData("positiveClass", "\"class 0\"", "'class 1'")]
    [InlineData("threshold", "1.01", "0 to 1")]
    [InlineData("threshold", "\"0.5\"", "0 to 1")]
    [InlineData("temperature", "0", "0.01 to 100")]
    [InlineData("temperature", "-1", "0.01 to 100")]
    [InlineData("temperature", "1e999", "0.01 to 100")]
    [InlineData("temperature", "1e-300", "0.01 to 100")]
    [InlineData("temperature", "\"NaN\"", "0.01 to 100")]
    [InlineData("temperature", "null", "temperature")]
    [InlineData("network", "7", "an object")]
    [InlineData("network.name", "\"resnet\"", "'vgg16'")]
    [InlineData("network.width", "0", "a number from")]
    [InlineData("network.width", "17", "a number from")]
    [InlineData("network.width", "1e999", "a number from")]
    [InlineData("network.imageSize", "31", "32 to 4096")]
    [InlineData("network.imageSize", "4097", "32 to 4096")]
    [InlineData("network.imageSize", "99999999999999", "32 to 4096")]
    [InlineData("network.head.units", "-1", "0 to 65536")]
    [InlineData("network.head.dropout", "1", "network.head.dropout")]
    [InlineData("preprocessing.resize.filter", "\"lanczos\"", "'triangle' or 'box'")]
    [InlineData("preprocessing.resize.fit", "\"crop\"", "'stretch'")]
    [InlineData("preprocessing.colourOrder", "\"grb\"", "'rgb' or 'bgr'")]
    [InlineData("preprocessing.scale", "1e30", "preprocessing.scale")]
    [InlineData("preprocessing.mean", "[1, 2]", "a list of 3")]
    [InlineData("preprocessing.deviation", "[1, 0, 1]", "deviation")]
    [InlineData("preprocessing.deviation", "[1, 1e-60, 1]", "deviation")]
    [InlineData("backbone.sha256", "\"ABC\"", "hexadecimal")]
    [InlineData("training.seed", "-1", "training.seed")]
    [InlineData("training.bestEpoch", "-1", "training.bestEpoch")]
    [InlineData("training.validation.accuracy", "2", "0 to 1")]
    [InlineData("pipeline.input", "\"Path\"", "'ImagePath'")]
    [InlineData("pipeline.pixels", "\"Image\"", "'Pixels'")]
    [InlineData("pipeline.outputs", "[\"Score\", \"Probability\"]", "a list of 3")]
    [InlineData("pipeline.outputs", "[\"Score\", \"PredictedLabel\", \"Probability\"]", "pipeline.outputs[1]")]
    [InlineData("pipeline.oversampling", "0", "1 to 64")]
    [InlineData("pipeline.oversampling", "3", "a power of two")]
    [InlineData("pipeline.oversampling", "128", "1 to 64")]
    [InlineData("weights.format", "\"pickle\"", "'onnx'")]
    [InlineData("weights.format", "\"safetensors\"", "'onnx'")]
    [InlineData("weights.sha256", "null", "weights.sha256")]
    public void A_wrong_value_is_named(string field, string json, string message)
    {
        JsonObject root = JsonNode.Parse(Valid.Value)!.AsObject();
        (JsonObject parent, string name) = Locate(root, field);
        parent[name] = "placeholder";
        string text = root.ToJsonString().Replace("\"placeholder\"", json, StringComparison.Ordinal);
        var e = Assert.Throws<ModelFormatException>(() => ManifestReader.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Every_missing_field_is_named()
    {
        var paths = new List<string>();
        Collect(JsonNode.Parse(Valid.Value)!.AsObject(), "", paths);
        Assert.True(paths.Count > 25, $"{paths.Count} fields");
        foreach (string path in paths)
        {
            JsonObject root = JsonNode.Parse(Valid.Value)!.AsObject();
            (JsonObject parent, string name) = Locate(root, path);
            parent.Remove(name);
            if (path == "temperature") // zips of earlier versions have none
            {
                Assert.Equal(1, ManifestReader.Read(Encoding.UTF8.GetBytes(root.ToJsonString())).Temperature);
                continue;
            }
            var e = Assert.Throws<ModelFormatException>(() => ManifestReader.Read(Encoding.UTF8.GetBytes(root.ToJsonString())));
            Assert.Equal($"manifest.json lacks '{path}'.", e.Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"formatVersion\": 1, \"formatVersion\": 1}")]
    [InlineData("{} {}")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"\\ud800\": 1, \"\\udc00\": 1}")]
    [InlineData("\"text\"")]
    public void Other_json_is_refused(string text) =>
        Assert.Throws<ModelFormatException>(() => ManifestReader.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Deep_json_and_text_that_is_not_unicode_are_refused()
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);
        Assert.Throws<ModelFormatException>(() => ManifestReader.Read(Encoding.UTF8.GetBytes(deep)));
        byte[] invalid = Encoding.UTF8.GetBytes(Valid.Value);
        invalid[Valid.Value.IndexOf("class 0", StringComparison.Ordinal)] = 0xFF;
        Assert.Throws<ModelFormatException>(() => ManifestReader.Read(invalid));
    }

    [Fact]
    public void Unknown_fields_are_ignored()
    {
        string text = "{\"later\": {\"a\": [1, 2]}," + Valid.Value.TrimStart()[1..];
        Assert.Equal("vgg16", ManifestReader.Read(Encoding.UTF8.GetBytes(text)).Network.Name);
    }

    private static (JsonObject Parent, string Name) Locate(JsonObject root, string path)
    {
        string[] parts = path.Split('.');
        JsonObject parent = parts[..^1].Aggregate(root, (node, part) => node[part]!.AsObject());
        Assert.True(parent.ContainsKey(parts[^1]), path);
        return (parent, parts[^1]);
    }

    private static void Collect(JsonObject node, string prefix, List<string> paths)
    {
        foreach ((string name, JsonNode? value) in node)
        {
            paths.Add(prefix + name);
            if (value is JsonObject inner)
                Collect(inner, $"{prefix}{name}.", paths);
        }
    }
}
