namespace Thaw.Images;

/// <summary>
/// The file formats that <see cref="ImageDecoder"/> reads. A file's format is told by its first bytes, never by its name.
/// </summary>
public enum ImageFormat
{
    /// <summary>JPEG: baseline, extended sequential and progressive Huffman coding, 8 bits a sample (ITU T.81).</summary>
    Jpeg,

    /// <summary>PNG: every colour type, bit depth and interlacing (W3C PNG, third edition).</summary>
    Png,

    /// <summary>Windows and OS/2 bitmap: 1 to 32 bits a pixel, plain or run-length coded.</summary>
    Bmp,
}
