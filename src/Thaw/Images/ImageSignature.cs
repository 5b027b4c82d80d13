namespace Thaw.Images;

/// <summary>Tells a file's format by its first bytes, and names the common formats that Thaw does not read.</summary>
internal static class ImageSignature
{
    private const string Supported = "supported are JPEG, PNG and BMP";

    /// <summary>The format of a supported file.</summary>
    /// <exception cref="ImageFormatException">Any other bytes.</exception>
    public static ImageFormat Recognise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (bytes.StartsWith(Png.PngDecoder.Signature))
            return ImageFormat.Png;
        if (bytes.StartsWith("BM"u8))
            return ImageFormat.Bmp;
        if (bytes.IsEmpty)
            throw new ImageFormatException($"The file is empty; {Supported}.");
        string? name = NameOfUnsupported(bytes);
        if (name is not null)
            throw new ImageFormatException($"{name} files are not supported; {Supported}. Convert the file first.");
        string start = Convert.ToHexString(bytes[..Math.Min(bytes.Length, 8)]);
        throw new ImageFormatException($"Unknown image format: the file starts with the bytes {start}; {Supported}.");
    }

    private static string? NameOfUnsupported(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("GIF8"u8))
            return "GIF";
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8))
            return "WebP";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8))
            return "TIFF";
        if (bytes.StartsWith<byte>([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50]) || bytes.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]))
            return "JPEG 2000";
        if (bytes.StartsWith<byte>([0xFF, 0x0A]) || bytes.StartsWith<byte>([0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58]))
            return "JPEG XL";
        if (bytes.StartsWith<byte>([0x00, 0x00, 0x01, 0x00]))
            return "ICO";
        if (bytes.Length >= 3 && bytes[0] == 'P' && bytes[1] is >= (byte)'1' and <= (byte)'7' && char.IsWhiteSpace((char)bytes[2]))
            return "PNM";
        // ISO 14496-12: a file type box with its brand at byte 8
        if (bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8))
            return bytes[8..].StartsWith("avi"u8) ? "AVIF" : "HEIC";
        return null;
    }
}
