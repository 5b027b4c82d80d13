using Thaw.Images;
using Thaw.Weights;
using Thaw.Weights.KerasHdf5;

namespace Thaw.Packaging;

/// <summary>
/// Writes a model's weights as Keras's <c>save_weights</c> lays them out in HDF5, for <c>load_weights</c> on a Keras model of the same layers. The file holds weights alone:
/// what pictures go through before the network, which class is which and the threshold are in the model zip.
/// </summary>
public static class KerasExport
{
    /// <summary>Writes a file: whole or, where something fails, not at all. The same model always gives the same bytes.</summary>
    /// <param name="path">Where; a file of that name is replaced, a missing folder is made. Ends in <c>.h5</c>, but not in <c>.weights.h5</c>, by which Keras 3
    /// tells files of another layout.</param>
    /// <param name="model">From <see cref="ModelZip.Read"/>.</param>
    /// <param name="features">Whether to leave the head out, as Keras's <c>include_top=False</c>: <see cref="Backbone.Load(string, string)"/> reads such a file with the model's preprocessing.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, PackagedModel model, bool features = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        KerasLayer[] layers = [.. LayersOf(model, features)];
        IReadOnlyDictionary<string, string> metadata = BackboneMetadata.Of(model.Manifest);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream => KerasHdf5Writer.Write(stream, layers, metadata.Select(pair => (KerasHdf5File.MetadataPrefix + pair.Key, pair.Value))));
    }

    // Layers without weights are listed too, as Keras lists them
    private static IEnumerable<KerasLayer> LayersOf(PackagedModel model, bool features)
    {
        ModelManifest manifest = model.Manifest;
        KerasLayer Weighted(string name) => new(name, model.Weights[$"{name}/kernel"], model.Weights[$"{name}/bias"]);
        yield return new KerasLayer("input_1");
        for (int block = 1; block <= manifest.Network.Blocks.Count; block++)
        {
            for (int i = 1; i <= manifest.Network.Blocks[block - 1]; i++)
                yield return Weighted($"block{block}_conv{i}");
            yield return new KerasLayer($"block{block}_pool");
        }
        if (features)
            yield break;
        yield return new KerasLayer("flatten");
        yield return Weighted("dense_1");
        if (manifest.Head.Units == 0)
            yield break;
        if (manifest.Head.Dropout > 0)
            yield return new KerasLayer("dropout");
        yield return Weighted("dense_2");
    }
}
