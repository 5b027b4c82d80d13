namespace Thaw.Images;

/// <summary>
/// The one way from a file's bytes to the pixels that a network sees, so that training, evaluation and serving see the same.
/// </summary>
public static class PictureReader
{
    /// <summary>The largest side that JPEG can have; a longer strip is no photograph and would need large tables of weights.</summary>
    private const int MaxSide = 65535;

    /// <summary>Decodes a picture and brings it to a size.</summary>
    /// <param name="bytes">A whole JPEG, PNG or BMP file.</param>
    /// <param name="width">Width of the result in pixels, at least 1; the aspect ratio is not kept.</param>
    /// <param name="height">Height of the result in pixels, at least 1.</param>
    /// <param name="filter">How pixels are averaged.</param>
    /// <param name="maxPixels">As <see cref="DecoderOptions.MaxPixels"/>; null for its default.</param>
    /// <returns>A new picture, the same on every machine.</returns>
    /// <remarks>
    /// A JPEG of more than four times the size is decoded at a half, a quarter or an eighth, never below twice the size,
    /// so that the resampling still averages over several pixels.
    /// </remarks>
    /// <exception cref="ImageFormatException">The bytes are not a picture that can be read, or a side is above 65535 pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> or <paramref name="height"/> is below 1.</exception>
    public static Picture Read(
        ReadOnlySpan<byte> bytes, int width, int height, ResizeFilter filter = ResizeFilter.Triangle, long? maxPixels = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        using Raster raster = Decode(bytes, width, height, maxPixels);
        byte[] pixels = new byte[checked(3 * width * height)];
        Resizing.Into(raster.Pixels, raster.Width, raster.Height, width, height, filter, pixels);
        return new Picture(width, height, pixels);
    }

    /// <summary>As the other overload, into memory of the caller: <c>3 * width * height</c> bytes.</summary>
    internal static void Read(ReadOnlySpan<byte> bytes, int width, int height, ResizeFilter filter, Span<byte> target)
    {
        using Raster raster = Decode(bytes, width, height, null);
        Resizing.Into(raster.Pixels, raster.Width, raster.Height, width, height, filter, target);
    }

    private static Raster Decode(ReadOnlySpan<byte> bytes, int width, int height, long? maxPixels)
    {
        var options = new DecoderOptions { MinWidth = (int)Math.Min(2L * width, int.MaxValue), MinHeight = (int)Math.Min(2L * height, int.MaxValue), Borrows = true };
        Raster raster = ImageDecoder.DecodeRaster(bytes, maxPixels is { } most ? options with { MaxPixels = most } : options);
        if (Math.Max(raster.Width, raster.Height) > MaxSide)
            throw new ImageFormatException($"Expected sides of at most {MaxSide} pixels, got {raster.Width}x{raster.Height}.");
        return raster;
    }
}
