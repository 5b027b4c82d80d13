using System.Buffers.Binary;

namespace Thaw.Images.Png;

/// <summary>The IHDR chunk (W3C PNG, section 11.2.1).</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="BitDepth">Bits a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">What the samples mean.</param>
/// <param name="Interlaced">Whether the pixels come in Adam7 order.</param>
internal sealed record PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced)
{
    /// <summary>Samples a pixel.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.GreyAlpha => 2,
        PngColorType.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes that a row of this many pixels takes, without its filter byte.</summary>
    public int RowBytes(int width) => (int)LongRowBytes(width);

    /// <summary>Parses the chunk's 13 bytes.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> data, DecoderOptions options)
    {
        if (data.Length != 13)
            throw new ImageFormatException($"PNG: expected an IHDR chunk of 13 bytes, got {data.Length}.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width > int.MaxValue || height > int.MaxValue)
            throw new ImageFormatException($"PNG: expected sides below 2^31, got {width}x{height}.");
        options.Check("PNG", width, height);
        int depth = data[8];
        var type = (PngColorType)data[9];
        bool fits = type switch
        {
            PngColorType.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!fits)
            throw new ImageFormatException(
                $"PNG: colour type {data[9]} with {depth} bits a sample is not a combination that the format has.");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new ImageFormatException(
                $"PNG: expected compression 0, filter 0 and interlace 0 or 1, got {data[10]}, {data[11]} and {data[12]}.");
        var header = new PngHeader((int)width, (int)height, depth, type, data[12] == 1);
        if (header.LongRowBytes(header.Width) >= Array.MaxLength)
            throw new ImageFormatException(
                $"PNG: a row of {width} pixels of {header.Channels} x {depth} bits does not fit into one array.");
        return header;
    }

    private long LongRowBytes(int width) => ((long)width * Channels * BitDepth + 7) / 8;
}
