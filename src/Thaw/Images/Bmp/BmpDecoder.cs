namespace Thaw.Images.Bmp;

/// <summary>Decodes Windows and OS/2 bitmaps.</summary>
internal static class BmpDecoder
{
    public static Picture Decode(ReadOnlySpan<byte> bytes, DecoderOptions options) =>
        throw new ImageFormatException("BMP files are not supported yet.");

    public static ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, DecoderOptions options) =>
        throw new ImageFormatException("BMP files are not supported yet.");
}
