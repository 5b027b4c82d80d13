namespace Thaw.Weights.Onnx;

/// <summary>Names in the metadata of the ONNX files that Thaw writes.</summary>
internal static class OnnxKeys
{
    /// <summary>Stands before every key.</summary>
    public const string Prefix = "thaw.";

    /// <summary>The keys of a backbone's own file, which stand in ONNX's metadata behind the prefix.</summary>
    public static IReadOnlyList<string> Backbone { get; } = ["network", "width", "image_size", "colour_order", "scale", "mean", "deviation"];
}
