using Thaw.Kernels;
using Thaw.Networks;

namespace Thaw.Benchmarks;

/// <summary>The sizes of a layer of VGG16 in a batch.</summary>
/// <param name="Name">The network and the layer, as in <c>vgg16/block1_conv1</c>.</param>
/// <param name="Block">1 to 5.</param>
/// <param name="Shape">The sizes of a convolution; those of a pooling have as many channels out as in.</param>
internal sealed record VggLayer(string Name, int Block, ConvolutionShape Shape)
{
    /// <summary>Two float operations for each multiplication of the direct algorithm, whatever algorithm a kernel uses.</summary>
    public double DirectFlops => 2.0 * Shape.Pixels * Shape.WeightLength;

    /// <summary>The 13 convolutions of VGG16 for pictures of 224x224.</summary>
    public static IReadOnlyList<VggLayer> Convolutions(int batch) => Convolutions("vgg16", 224, 1, batch);

    /// <summary>The convolutions that benchmarks run, each size once: VGG16 in batches of 8, vgg16-tiny in batches of 64.</summary>
    public static IReadOnlyList<VggLayer> BenchmarkedConvolutions { get; } =
        [.. Convolutions(8).Concat(Convolutions("vgg16-tiny", 64, 0.25, 64)).DistinctBy(layer => layer.Shape)];

    /// <summary>The poolings that benchmarks run.</summary>
    public static IReadOnlyList<VggLayer> BenchmarkedPoolings { get; } =
        [.. Convolutions(8).Concat(Convolutions("vgg16-tiny", 64, 0.25, 64))
            .GroupBy(layer => (layer.Name.Split('/')[0], layer.Block))
            .Select(block => block.Last())
            .Select(last => last with { Name = $"{last.Name.Split('_')[0]}_pool", Shape = last.Shape with { C = last.Shape.K } })];

    private static List<VggLayer> Convolutions(string network, int side, double width, int batch)
    {
        var layers = new List<VggLayer>();
        IReadOnlyList<int> blocks = Vgg.Named("vgg16").Blocks;
        int channels = 3;
        for (int block = 0; block < blocks.Count; block++, side /= 2)
        {
            int filters = Vgg.ChannelsOf(block, width);
            for (int i = 1; i <= blocks[block]; i++)
            {
                layers.Add(new VggLayer($"{network}/block{block + 1}_conv{i}", block + 1, new ConvolutionShape(batch, side, side, channels, filters)));
                channels = filters;
            }
        }
        return layers;
    }
}
