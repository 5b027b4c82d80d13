using Thaw.Images.Bmp;
using Thaw.Images.Jpeg;
using Thaw.Images.Png;

namespace Thaw.Images;

/// <summary>
/// Turns the bytes of a JPEG, PNG or BMP file into 8-bit RGB. It is managed code only, has no state, and may be called from any
/// number of threads. Hostile bytes end in an <see cref="ImageFormatException"/>, in bounded time and memory.
/// </summary>
/// <remarks>
/// Transparency is composited over white. Colour profiles and gamma are ignored: samples are taken as sRGB. 16-bit samples are
/// rounded to 8 bits. JPEG's EXIF orientation is applied; CMYK, which JPEG files hold inverted, is converted by
/// <c>R = (255 - C) * (255 - K) / 255</c>. A file whose data ends early is an error, not a half grey picture.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Decodes a picture.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="options">Limits and wishes; null means the defaults.</param>
    /// <returns>A new picture, owned by the caller.</returns>
    /// <exception cref="ImageFormatException">The bytes are not a picture that can be read, or one beyond the limits.</exception>
    public static Picture Decode(ReadOnlySpan<byte> bytes, DecoderOptions? options = null) => DecodeRaster(bytes, options ?? DecoderOptions.Default).ToPicture();

    /// <summary>As <see cref="Decode"/>, without making it a picture.</summary>
    internal static Raster DecodeRaster(ReadOnlySpan<byte> bytes, DecoderOptions options) =>
        ImageSignature.Recognise(bytes) switch
        {
            ImageFormat.Jpeg => JpegDecoder.Decode(bytes, options),
            ImageFormat.Png => PngDecoder.Decode(bytes, options),
            _ => BmpDecoder.Decode(bytes, options),
        };

    /// <summary>Reads the format and the sides only; the pixels need not be intact.</summary>
    /// <param name="bytes">The file, or at least its beginning: for JPEG up to the first scan, which may come after an embedded
    /// thumbnail and profile of some hundred kilobytes; for PNG and BMP the first 138 bytes.</param>
    /// <param name="options">Limits; null means the defaults. MinWidth and MinHeight have no effect.</param>
    /// <returns>The header.</returns>
    /// <exception cref="ImageFormatException">The bytes are not a header that can be read, or one beyond the limits.</exception>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, DecoderOptions? options = null)
    {
        options ??= DecoderOptions.Default;
        return ImageSignature.Recognise(bytes) switch
        {
            ImageFormat.Jpeg => JpegDecoder.ReadHeader(bytes, options),
            ImageFormat.Png => PngDecoder.ReadHeader(bytes, options),
            _ => BmpDecoder.ReadHeader(bytes, options),
        };
    }
}
