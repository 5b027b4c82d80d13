using System.Globalization;
using System.Text.Json;
using Thaw.Images;
using Thaw.Weights;
using Thaw.Weights.Onnx;

namespace Thaw.Packaging.Onnx;

/// <summary>What an ONNX file says about its model beside the graph.</summary>
internal static class OnnxMetadata
{
    /// <summary>Keys and values, the same keys in the same order for every model.</summary>
    public static IEnumerable<(string Key, string Value)> Of(ModelManifest manifest, OnnxGraphOptions options)
    {
        var backbone = new Dictionary<string, string>();
        Backbone.Describe(backbone, manifest.Network, manifest.Width, manifest.ImageSize, manifest.Preprocessing);
        foreach (string key in OnnxKeys.Backbone)
            yield return (OnnxKeys.Prefix + key, backbone[key]);
        yield return (OnnxKeys.Prefix + "resize_filter", manifest.ResizeFilter == ResizeFilter.Triangle ? "triangle" : "box");
        yield return (OnnxKeys.Prefix + "oversampling", Text(options.Oversampling));
        yield return (OnnxKeys.Prefix + "classes", JsonSerializer.Serialize(manifest.Classes));
        yield return (OnnxKeys.Prefix + "threshold", Text(manifest.Threshold));
        yield return (OnnxKeys.Prefix + "temperature", Text(manifest.Temperature));
        yield return (OnnxKeys.Prefix + "head_units", Text(manifest.Head.Units));
        yield return (OnnxKeys.Prefix + "head_dropout", Text(manifest.Head.Dropout));
        yield return (OnnxKeys.Prefix + "backbone_name", manifest.BackboneName);
        yield return (OnnxKeys.Prefix + "backbone_sha256", manifest.BackboneSha256);
        yield return (OnnxKeys.Prefix + "plan", manifest.Plan);
        yield return (OnnxKeys.Prefix + "seed", Text(manifest.Seed));
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
