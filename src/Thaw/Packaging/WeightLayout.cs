using Thaw.Networks;

namespace Thaw.Packaging;

/// <summary>A tensor that a network needs.</summary>
/// <param name="Name">Keras's name.</param>
/// <param name="Shape">Its sizes.</param>
internal sealed record WeightShape(string Name, params long[] Shape)
{
    public long Count => Shape.Aggregate(1L, (count, size) => count * size);
}

/// <summary>
/// The tensors that a manifest's network needs, by arithmetic alone: what a file promises is checked before any memory is taken for it.
/// </summary>
internal static class WeightLayout
{
    /// <summary>The tensors of the network in the order of its layers.</summary>
    /// <param name="manifest">Within the limits that its properties state, so that no count leaves 64 bits.</param>
    public static IReadOnlyList<WeightShape> Of(ModelManifest manifest)
    {
        var shapes = new List<WeightShape>();
        long channels = 3;
        for (int block = 0; block < manifest.Network.Blocks.Count; block++)
        {
            long filters = Vgg.ChannelsOf(block, manifest.Width);
            for (int i = 1; i <= manifest.Network.Blocks[block]; i++)
            {
                shapes.Add(new WeightShape($"block{block + 1}_conv{i}/kernel", 3, 3, channels, filters));
                shapes.Add(new WeightShape($"block{block + 1}_conv{i}/bias", filters));
                channels = filters;
            }
        }
        long side = manifest.ImageSize / 32, inputs = side * side * channels, logits = manifest.Classes.Count == 2 ? 1 : manifest.Classes.Count;
        if (manifest.Head.Units > 0)
        {
            AddDense(shapes, "dense_1", inputs, manifest.Head.Units);
            inputs = manifest.Head.Units;
        }
        AddDense(shapes, manifest.Head.Units > 0 ? "dense_2" : "dense_1", inputs, logits);
        return shapes;
    }

    /// <summary>The largest number of values that flows between two layers for one picture.</summary>
    public static long LargestActivation(ModelManifest manifest) =>
        (long)manifest.ImageSize * manifest.ImageSize * Math.Max(3, Vgg.ChannelsOf(0, manifest.Width));

    private static void AddDense(List<WeightShape> shapes, string name, long inputs, long units)
    {
        shapes.Add(new WeightShape($"{name}/kernel", inputs, units));
        shapes.Add(new WeightShape($"{name}/bias", units));
    }
}
