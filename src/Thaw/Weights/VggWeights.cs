using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Weights;

/// <summary>A convolution of a VGG as another program's file has it.</summary>
/// <param name="KernelName">The kernel's name in that file.</param>
/// <param name="KernelShape">Height, width, channels in, channels out, whatever the file's own order is.</param>
/// <param name="Kernel">Values in that order.</param>
/// <param name="BiasName">The bias's name in that file.</param>
/// <param name="Bias">A number a channel out.</param>
internal sealed record ImportedConvolution(string KernelName, int[] KernelShape, float[] Kernel, string BiasName, float[] Bias);

/// <summary>Brings the convolutions of another program's VGG under Thaw's names, checking name by name and shape by shape, with what belongs to a backbone.</summary>
internal static class VggWeights
{
    /// <summary>Pictures that ImageNet's VGGs were trained on have this side.</summary>
    private const int ImageSize = 224;

    /// <summary>Channels of VGG's first block at width 1.</summary>
    private const double FirstChannels = 64;

    /// <summary>Makes the content of a backbone's file.</summary>
    /// <param name="vgg">Which VGG it is.</param>
    /// <param name="convolutions">Its convolutions, in order.</param>
    /// <param name="preprocessing">What belongs to the weights.</param>
    /// <param name="source">Where they come from, in a few words, for the metadata.</param>
    /// <param name="imageSize">Side of the pictures that they were trained on; null (the default) for 224.</param>
    /// <param name="width">Factor on the paper's channels; null (the default) to tell it by the first convolution.</param>
    /// <exception cref="WeightsFormatException">A convolution is missing or too many, or has another shape; the message says which.</exception>
    public static NamedTensors Assemble(Vgg vgg, IReadOnlyList<ImportedConvolution> convolutions, Preprocessing preprocessing, string source, int? imageSize = null, double? width = null)
    {
        string[] layers = [.. LayersOf(vgg)];
        if (convolutions.Count != layers.Length)
            throw new WeightsFormatException($"Expected the {layers.Length} convolutions of {vgg.Name}, got {convolutions.Count}.");
        double factor = width ?? (convolutions[0].KernelShape is [_, _, _, int first] ? first / FirstChannels : 1);
        var metadata = new Dictionary<string, string> { ["source"] = source };
        Backbone.Describe(metadata, vgg, factor, imageSize ?? ImageSize, preprocessing);
        var tensors = new NamedTensors(metadata);
        int below = 3, number = 0;
        for (int block = 0; block < vgg.Blocks.Count; block++)
        {
            int channels = Vgg.ChannelsOf(block, factor);
            for (int i = 0; i < vgg.Blocks[block]; i++, number++)
            {
                ImportedConvolution convolution = convolutions[number];
                Check(convolution.KernelName, layers[number], [3, 3, below, channels], convolution.KernelShape);
                Check(convolution.BiasName, layers[number], [channels], [convolution.Bias.Length]);
                tensors.Add($"{layers[number]}/kernel", [3, 3, below, channels], convolution.Kernel);
                tensors.Add($"{layers[number]}/bias", [channels], convolution.Bias);
                below = channels;
            }
        }
        return tensors;
    }

    /// <summary>The names of a VGG's convolutions, in order.</summary>
    public static IEnumerable<string> LayersOf(Vgg vgg) =>
        vgg.Blocks.SelectMany((count, block) => Enumerable.Range(1, count).Select(i => $"block{block + 1}_conv{i}"));

    private static void Check(string name, string layer, int[] expected, int[] came)
    {
        if (!expected.AsSpan().SequenceEqual(came))
        {
            throw new WeightsFormatException(
                $"'{name}', the weights of {layer}, should have shape [{string.Join(", ", expected)}], got [{string.Join(", ", came)}].");
        }
    }
}
