namespace Thaw.Images.Corruptions;

/// <summary>
/// A way in which a picture can come out worse than those that a network was trained on, at five severities. Six of the common corruptions of
/// D. Hendrycks and T. Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions and Perturbations" (ICLR 2019), with the
/// constants of their Tiny ImageNet-C, which is made for pictures of 64x64; what is a length in pixels grows with the picture.
/// <para>
/// They are meant for pictures that have the network's size already. Results are rounded to the nearest level (the originals cut off), and
/// all that reaches a pixel is an integer or basic arithmetic: they are the same on every machine.
/// </para>
/// </summary>
public abstract class Corruption
{
    /// <summary>Severities are 1, the mildest, to 5.</summary>
    public const int Severities = 5;

    private protected Corruption(string name, string description)
    {
        Name = name;
        Description = description;
    }

    /// <summary>The six: noise, blur, contrast, brightness, jpeg, pixelation.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
        [new GaussianNoise(), new GaussianBlur(), new LowContrast(), new RaisedBrightness(), new JpegCompression(), new Pixelation()];

    /// <summary>A word in small letters, such as <c>noise</c>.</summary>
    public string Name { get; }

    /// <summary>What it does, with its five constants, in a line.</summary>
    public string Description { get; }

    /// <summary>Corrupts a picture.</summary>
    /// <param name="rgb">Rows from the top, three bytes a pixel: <c>3 * width * height</c> bytes; not changed.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="severity">1 to 5.</param>
    /// <param name="seed">Seed of what is random, which is the noise alone.</param>
    /// <param name="picture">Which picture it is: each has its own noise, the same at all severities but for its strength.</param>
    /// <param name="target">As long as the source; must not overlap it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or the severity is out of range.</exception>
    /// <exception cref="ArgumentException">A span's length does not fit the sides.</exception>
    public void Apply(ReadOnlySpan<byte> rgb, int width, int height, int severity, ulong seed, ulong picture, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(severity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(severity, Severities);
        long length = 3L * width * height;
        if (rgb.Length != length || target.Length != length)
            throw new ArgumentException($"Expected {length} bytes for {width}x{height} RGB, got {rgb.Length} and {target.Length}.", nameof(target));
        Change(rgb, width, height, severity - 1, (seed, picture), target);
    }

    /// <summary>Corrupts a picture; all arguments are checked.</summary>
    /// <param name="rgb">The source.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="level">Severity - 1: 0 to 4.</param>
    /// <param name="draw">What random numbers depend on.</param>
    /// <param name="target">Receives the result.</param>
    private protected abstract void Change(
        ReadOnlySpan<byte> rgb, int width, int height, int level, (ulong Seed, ulong Picture) draw, Span<byte> target);

    /// <summary>The nearest level, halves up.</summary>
    private protected static byte Level(double value) => (byte)Math.Clamp(Math.Floor(value + 0.5), 0, 255);
}
