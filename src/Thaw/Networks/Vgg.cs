using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>
/// The VGG family (Simonyan and Zisserman 2014) as a table: how many 3x3 convolutions each of the five blocks has. Channels are
/// 64, 128, 256, 512, 512 times the width.
/// </summary>
/// <param name="Name"><c>vgg11</c>, <c>vgg13</c>, <c>vgg16</c> or <c>vgg19</c>.</param>
/// <param name="Blocks">Convolutions a block, five numbers.</param>
public sealed record Vgg(string Name, IReadOnlyList<int> Blocks)
{
    private static readonly int[] Channels = [64, 128, 256, 512, 512];

    /// <summary>The four networks of the paper that Keras and torchvision carry.</summary>
    public static IReadOnlyList<Vgg> All { get; } =
    [
        new("vgg11", [1, 1, 2, 2, 2]),
        new("vgg13", [2, 2, 2, 2, 2]),
        new("vgg16", [2, 2, 3, 3, 3]),
        new("vgg19", [2, 2, 4, 4, 4]),
    ];

    /// <summary>The network of that name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">No such name; the message lists them.</exception>
    public static Vgg Named(string name) => All.FirstOrDefault(vgg => vgg.Name == name)
        ?? throw new ArgumentException($"No network is named '{name}'; there are {string.Join(", ", All.Select(vgg => vgg.Name))}.", nameof(name));

    /// <summary>Channels of a block.</summary>
    /// <param name="block">0 to 4.</param>
    /// <param name="width">Factor of all channels, above 0; the result is rounded and at least 1.</param>
    public static int ChannelsOf(int block, double width) => Math.Max(1, (int)Math.Round(Channels[block] * width));

    /// <summary>The smallest side that can be pooled five times.</summary>
    public const int SmallestSide = 32;

    /// <summary>The layers from <c>block1_conv1</c> to <c>block5_pool</c>, weights zero.</summary>
    /// <param name="device">Where the weights are.</param>
    /// <param name="width">Factor of all channels, above 0; 1 is the paper's network.</param>
    /// <param name="batchNormalization">Whether each convolution is followed by a normalisation (and has no bias), for pretraining.</param>
    internal List<Layer> Features(Device device, double width = 1, bool batchNormalization = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var layers = new List<Layer>();
        int channels = 3;
        for (int block = 0; block < Blocks.Count; block++)
        {
            int filters = ChannelsOf(block, width);
            for (int i = 1; i <= Blocks[block]; i++)
            {
                string name = $"block{block + 1}_conv{i}";
                layers.Add(new Conv2D(device, name, channels, filters, bias: !batchNormalization, relu: !batchNormalization));
                if (batchNormalization)
                    layers.Add(new BatchNormalization(device, $"block{block + 1}_bn{i}", filters));
                channels = filters;
            }
            layers.Add(new MaxPooling2D($"block{block + 1}_pool"));
        }
        return layers;
    }
}
