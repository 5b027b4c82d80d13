using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>Puts a VGG and a head together.</summary>
public static class VggClassifier
{
    /// <summary>Builds the network; convolution and dense weights are zero.</summary>
    /// <param name="device">Where it computes; not owned.</param>
    /// <param name="vgg">Which VGG.</param>
    /// <param name="width">Factor on the paper's channels, above 0.</param>
    /// <param name="imageSize">Side of the square pictures, at least <see cref="Vgg.SmallestSide"/>.</param>
    /// <param name="head">The head.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="batchNormalization">Whether each convolution is followed by a normalisation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Network Create(Device device, Vgg vgg, double width, int imageSize, Head head, int classes, bool batchNormalization = false)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(vgg);
        ArgumentNullException.ThrowIfNull(head);
        if (imageSize < Vgg.SmallestSide)
            throw new ArgumentOutOfRangeException(nameof(imageSize), imageSize, $"Pictures are pooled five times and need sides of at least {Vgg.SmallestSide} pixels.");
        List<Layer> layers = vgg.Features(device, width, batchNormalization);
        var features = new Shape(1, imageSize / 32, imageSize / 32, Vgg.ChannelsOf(4, width));
        layers.AddRange(head.Layers(device, features, classes));
        return new Network(device, new Shape(imageSize, imageSize, 3), layers);
    }
}
