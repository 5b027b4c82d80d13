namespace Thaw.Images;

/// <summary>A decoded picture: 8-bit RGB, rows from the top, three interleaved bytes a pixel, no padding.</summary>
public sealed class Picture
{
    /// <summary>Wraps pixels; the array is owned by the picture from here on and is not copied.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Exactly <c>3 * width * height</c> bytes in the order R, G, B.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException">The array's length does not fit the sides.</exception>
    public Picture(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
            throw new ArgumentException($"Expected {3L * width * height} bytes for {width}x{height} RGB, got {pixels.LongLength}.", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The pixels themselves (not a copy): byte <c>3 * (y * Width + x)</c> is the red of pixel (x, y).</summary>
#pragma warning disable CA1819 // A picture is a buffer; copying it on every access would be a trap of its own
    public byte[] Pixels { get; }
#pragma warning restore CA1819
}
