using Thaw.Weights;

namespace Thaw.Packaging;

/// <summary>What a backbone's file says of a model's convolutions.</summary>
internal static class BackboneMetadata
{
    /// <summary>Keys and values as <see cref="Backbone"/> reads them; the caller may add more.</summary>
    public static Dictionary<string, string> Of(ModelManifest manifest)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Backbone.Describe(metadata, manifest.Network, manifest.Width, manifest.ImageSize, manifest.Preprocessing);
        return metadata;
    }
}
