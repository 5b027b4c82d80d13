namespace Thaw.Images;

/// <summary>
/// Random changes of training pictures that leave their class alone: mirroring, a crop that is enlarged to the full size
/// again, and jitter of the colours. What is drawn depends on the seed, the picture and the view alone, never on threads,
/// order or earlier calls.
/// </summary>
public sealed record Augmentation
{
    /// <summary>Leaves every picture as it is.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>
    /// Mirrors half of the pictures, keeps at least 80% of the area, and changes brightness, contrast and saturation by up
    /// to 20%.
    /// </summary>
    public static Augmentation Standard { get; } = new()
    {
        HorizontalFlip = true,
        CropScale = 0.8,
        Brightness = 0.2,
        Contrast = 0.2,
        Saturation = 0.2,
    };

    /// <summary>Whether half of the views are mirrored left to right. Default false.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>
    /// The smallest part of the area that a crop keeps, in (0, 1]; the part is uniform from here to 1, its place uniform, its
    /// aspect ratio that of the picture. Default 1: no crop.
    /// </summary>
    public double CropScale
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(CropScale), value, "Expected a part of the area in (0, 1].");
    } = 1;

    /// <summary>Brightness is multiplied by a factor uniform in 1 ± this. In [0, 1]; default 0.</summary>
    public double Brightness { get; init => field = Fraction(value, nameof(Brightness)); }

    /// <summary>
    /// Distance from the picture's mean grey is multiplied by a factor uniform in 1 ± this. In [0, 1]; default 0.
    /// </summary>
    public double Contrast { get; init => field = Fraction(value, nameof(Contrast)); }

    /// <summary>Distance from the pixel's own grey is multiplied by a factor uniform in 1 ± this. In [0, 1]; default 0.</summary>
    public double Saturation { get; init => field = Fraction(value, nameof(Saturation)); }

    /// <summary>Whether every view is the picture itself.</summary>
    public bool IsNone => !HorizontalFlip && CropScale == 1 && Brightness == 0 && Contrast == 0 && Saturation == 0;

    /// <summary>One view of a picture.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="pictureIndex">Which picture it is.</param>
    /// <param name="view">Which of its views, for example the epoch.</param>
    /// <returns>A new picture of the same size; the same for the same arguments on every machine.</returns>
    public Picture Apply(Picture picture, ulong seed, ulong pictureIndex, ulong view)
    {
        ArgumentNullException.ThrowIfNull(picture);
        byte[] target = new byte[picture.Pixels.Length];
        Apply(picture.Pixels, picture.Width, picture.Height, seed, pictureIndex, view, target);
        return new Picture(picture.Width, picture.Height, target);
    }

    /// <summary>One view of a picture, from memory to memory, without an allocation.</summary>
    /// <param name="source">RGB, <c>3 * width * height</c> bytes; not changed.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="pictureIndex">Which picture it is.</param>
    /// <param name="view">Which of its views, for example the epoch.</param>
    /// <param name="target">As long as the source; must not overlap it.</param>
    /// <exception cref="ArgumentException">A span's length does not fit the sides.</exception>
    public void Apply(
        ReadOnlySpan<byte> source, int width, int height, ulong seed, ulong pictureIndex, ulong view, Span<byte> target)
    {
        long length = 3L * width * height;
        if (width < 1 || height < 1 || source.Length != length || target.Length != length)
            throw new ArgumentException($"Expected {length} bytes for {width}x{height} RGB, got {source.Length} and {target.Length}.");
        if (IsNone)
        {
            source.CopyTo(target);
            return;
        }
        AugmentedView.Draw(this, seed, pictureIndex, view).Render(source, width, height, target);
    }

    private static double Fraction(double value, string name) => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a fraction in [0, 1].");
}
