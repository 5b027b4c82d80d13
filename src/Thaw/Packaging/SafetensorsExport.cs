using System.Globalization;
using System.Text.Json;
using Thaw.Images;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Packaging;

/// <summary>Writes a model's weights as one safetensors file with Keras's names, which says by itself how pictures become the network's input and what its outputs mean.</summary>
public static class SafetensorsExport
{
    /// <summary>Writes a file: whole or, where something fails, not at all. The same model always gives the same bytes.</summary>
    /// <param name="path">Where; a file of that name is replaced, a missing folder is made.</param>
    /// <param name="model">From <see cref="ModelZip.Read"/>.</param>
    /// <param name="features">Whether to leave the head out, and what belongs to it. With or without, <see cref="Backbone.Load(string, string)"/> reads the file.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, PackagedModel model, bool features = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ModelManifest manifest = model.Manifest;
        Dictionary<string, string> metadata = BackboneMetadata.Of(manifest);
        metadata["thaw"] = manifest.ThawVersion;
        metadata["resize_filter"] = manifest.ResizeFilter == ResizeFilter.Triangle ? "triangle" : "box";
        metadata["backbone_name"] = manifest.BackboneName;
        metadata["backbone_sha256"] = manifest.BackboneSha256;
        metadata["plan"] = manifest.Plan;
        metadata["seed"] = manifest.Seed.ToString(CultureInfo.InvariantCulture);
        if (!features)
        {
            metadata["classes"] = JsonSerializer.Serialize(manifest.Classes);
            metadata["threshold"] = manifest.Threshold.ToString("R", CultureInfo.InvariantCulture);
            metadata["temperature"] = manifest.Temperature.ToString("R", CultureInfo.InvariantCulture);
            metadata["head_units"] = manifest.Head.Units.ToString(CultureInfo.InvariantCulture);
            metadata["head_dropout"] = manifest.Head.Dropout.ToString("R", CultureInfo.InvariantCulture);
        }
        var tensors = new NamedTensors(metadata);
        foreach (NamedTensor tensor in model.Weights)
        {
            if (!features || tensor.Name.StartsWith("block", StringComparison.Ordinal))
                tensors.Add(tensor);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        SafetensorsFile.Write(path, tensors);
    }
}
