namespace Thaw.Tensors;

/// <summary>The order in which a network expects a pixel's colours.</summary>
public enum ColourOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as in networks that come from Caffe, Keras's VGG16 among them.</summary>
    Bgr,
}

/// <summary>
/// How a picture's bytes become a network's input. It belongs to the backbone's weights and travels with them:
/// value = (byte * Scale - Mean) / Deviation, in the order of colours that the network expects.
/// </summary>
public sealed record Preprocessing
{
    /// <summary>Colour order of the input tensor.</summary>
    public ColourOrder Order { get; init; } = ColourOrder.Rgb;

    /// <summary>What a byte (0 to 255) is multiplied with first: 1 leaves it, 1/255 brings it to 0..1.</summary>
    public float Scale { get; init; } = 1f / 255;

    /// <summary>Three means, in the order of <see cref="Order"/>, subtracted after scaling.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Three standard deviations, in the order of <see cref="Order"/>, divided by at the end; none is 0.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [0.229f, 0.224f, 0.225f];

    /// <summary>torchvision's: RGB in 0..1, minus ImageNet's mean, over its standard deviation. Also the default.</summary>
    public static Preprocessing Torchvision { get; } = new();

    /// <summary>Keras's VGG16: BGR in 0..255 minus 103.939, 116.779, 123.68.</summary>
    public static Preprocessing KerasVgg { get; } = new()
    {
        Order = ColourOrder.Bgr,
        Scale = 1,
        Mean = [103.939f, 116.779f, 123.68f],
        Deviation = [1, 1, 1],
    };

    /// <summary>Turns pixels into input.</summary>
    /// <param name="rgb">Pixels, three bytes each in the order R, G, B.</param>
    /// <param name="target">As many floats; overwritten.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of 3.</exception>
    public void Apply(ReadOnlySpan<byte> rgb, Span<float> target)
    {
        if (rgb.Length != target.Length || rgb.Length % 3 != 0)
            throw new ArgumentException($"Expected as many floats as bytes and three a pixel, got {rgb.Length} bytes and {target.Length} floats.", nameof(target));
        Span<float> table = stackalloc float[3 * 256];
        for (int channel = 0; channel < 3; channel++)
        {
            for (int value = 0; value < 256; value++)
                table[channel * 256 + value] = (value * Scale - Mean[channel]) / Deviation[channel];
        }
        (int red, int blue) = Order == ColourOrder.Rgb ? (0, 2) : (2, 0);
        for (int i = 0; i < rgb.Length; i += 3)
        {
            target[i] = table[rgb[i + red]];
            target[i + 1] = table[256 + rgb[i + 1]];
            target[i + 2] = table[512 + rgb[i + blue]];
        }
    }
}
