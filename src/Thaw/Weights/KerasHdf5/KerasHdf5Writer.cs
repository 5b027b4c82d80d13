namespace Thaw.Weights.KerasHdf5;

/// <summary>A layer as Keras's weights files list it.</summary>
/// <param name="Name">For example <c>block1_conv1</c>.</param>
/// <param name="Weights">Its weights in Keras's order, kernel and bias, named <c>block1_conv1/kernel</c> and so on; none for a layer without.</param>
internal sealed record KerasLayer(string Name, params IReadOnlyList<NamedTensor> Weights);

/// <summary>
/// Writes weights as Keras's <c>save_weights</c> lays them out in HDF5: the root's attribute <c>layer_names</c> lists the layers; each is a group whose
/// attribute <c>weight_names</c> lists its datasets, such as <c>block1_conv1/kernel:0</c>.
/// </summary>
internal static class KerasHdf5Writer
{
    /// <summary>The last version of Keras that wrote this layout, which <c>load_weights</c> of later ones reads too; and where its kernels are laid out as here.</summary>
    private const string KerasVersion = "2.15.0", Backend = "tensorflow";

    /// <summary>Behind a weight's name: the number of an output, as TensorFlow names values.</summary>
    private const string Output = ":0";

    /// <summary>Writes from the stream's position on. The same layers always give the same bytes.</summary>
    /// <param name="stream">Writable, and can seek; stays open.</param>
    /// <param name="layers">All layers in order, names all different.</param>
    /// <param name="metadata">More attributes of the root, which Keras passes over.</param>
    public static void Write(Stream stream, IReadOnlyList<KerasLayer> layers, params IEnumerable<(string Name, string Value)> metadata)
    {
        var writer = new Hdf5Writer(stream);
        var groups = layers.Select(layer => new Hdf5Link(layer.Name, Layer(writer, layer))).ToList();
        long root = writer.Group(groups,
        [
            Hdf5Attribute.List("layer_names", layers.Select(layer => layer.Name)),
            Hdf5Attribute.Text("backend", Backend),
            Hdf5Attribute.Text("keras_version", KerasVersion),
            .. metadata.Select(item => Hdf5Attribute.Text(item.Name, item.Value)),
        ]);
        writer.Finish(root);
    }

    private static long Layer(Hdf5Writer writer, KerasLayer layer)
    {
        var names = Hdf5Attribute.List("weight_names", layer.Weights.Select(weight => weight.Name + Output));
        if (layer.Weights.Count == 0)
            return writer.Group([], names);
        var weights = layer.Weights
            .Select(weight => new Hdf5Link(weight.Name[(layer.Name.Length + 1)..] + Output, writer.Dataset(weight.Shape, weight.Values))).ToList();
        return writer.Group([new Hdf5Link(layer.Name, writer.Group(weights))], names);
    }
}
