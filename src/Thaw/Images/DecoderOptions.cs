namespace Thaw.Images;

/// <summary>Limits and wishes of <see cref="ImageDecoder"/>.</summary>
public sealed record DecoderOptions
{
    /// <summary>The options that apply where none are given.</summary>
    internal static DecoderOptions Default { get; } = new();

    /// <summary>
    /// The largest <c>width * height</c> that is decoded, checked in the header before memory is taken; 100 million by default.
    /// Decoding takes at most about 16 bytes a pixel (progressive JPEG with four components), and usually 6.
    /// </summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>
    /// If set, the caller is content with this width (as displayed) or more: a JPEG may come back scaled down by 2, 4 or 8,
    /// which is two to four times faster. Where only one of the two sides is set, the other is free. Null, the default, asks for
    /// the full size.
    /// </summary>
    public int? MinWidth { get; init; }

    /// <summary>As <see cref="MinWidth"/>, for the height.</summary>
    public int? MinHeight { get; init; }

    /// <summary>Whether the pixels are put into borrowed memory; see <see cref="Raster"/>.</summary>
    internal bool Borrows { get; init; }

    /// <summary>Throws unless a picture of these sides may be decoded.</summary>
    internal void Check(string format, long width, long height)
    {
        if (width < 1 || height < 1)
            throw new ImageFormatException($"{format}: expected sides of at least 1 pixel, got {width}x{height}.");
        // Sides are at most 2^31 - 1 each, so that the products fit 64 bits
        if (width * height > MaxPixels)
            throw new ImageFormatException(
                $"{format}: {width}x{height} pixels are more than the limit of {MaxPixels}; raise MaxPixels or shrink the picture.");
        if (width * height > Array.MaxLength / 3)
            throw new ImageFormatException($"{format}: {width}x{height} pixels do not fit into one array of RGB bytes.");
    }

    /// <summary>The divisor (1, 2, 4 or 8) by which a picture of these displayed sides may be scaled down.</summary>
    internal int ScaleFor(int width, int height)
    {
        if (MinWidth is null && MinHeight is null)
            return 1;
        int scale = 8;
        while (scale > 1 && ((width + scale - 1) / scale < MinWidth || (height + scale - 1) / scale < MinHeight))
            scale /= 2;
        return scale;
    }
}
