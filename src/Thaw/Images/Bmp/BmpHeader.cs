using System.Buffers.Binary;

namespace Thaw.Images.Bmp;

/// <summary>
/// The file header and the information header of a bitmap ("Bitmap Storage" and BITMAPINFOHEADER to BITMAPV5HEADER in the
/// Windows GDI reference; BITMAPCOREHEADER of OS/2 1.x).
/// </summary>
internal sealed class BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int CoreLength = 12;
    private const int InfoLength = 40;
    private const int LargestLength = 124;

    private BmpHeader(int width, int height, bool isTopDown, int bitsPerPixel, BmpCompression compression)
    {
        Width = width;
        Height = height;
        IsTopDown = isTopDown;
        BitsPerPixel = bitsPerPixel;
        Compression = compression;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether the first row stored is the top one; else it is the bottom one.</summary>
    public bool IsTopDown { get; }

    /// <summary>1, 4, 8, 16, 24 or 32.</summary>
    public int BitsPerPixel { get; }

    /// <summary>How the pixels are stored.</summary>
    public BmpCompression Compression { get; }

    /// <summary>Where the palette starts in the file.</summary>
    public int PaletteStart { get; private init; }

    /// <summary>Bytes a palette entry: 3 in OS/2 files, else 4. The order is blue, green, red.</summary>
    public int PaletteEntry { get; private init; }

    /// <summary>Entries of the palette as the header has it, at most 256; 0 for more than 8 bits a pixel.</summary>
    public int PaletteCount { get; private init; }

    /// <summary>Where the pixels start in the file.</summary>
    public long PixelStart { get; private init; }

    /// <summary>Masks of red, green, blue and alpha for 16 and 32 bits a pixel; an alpha mask of 0 means that there is none.</summary>
    public uint[] Masks { get; private set; } = [];

    /// <summary>Bytes of a row that is not run-length coded: a multiple of 4.</summary>
    public long RowBytes => ((long)Width * BitsPerPixel + 31) / 32 * 4;

    /// <summary>Parses both headers.</summary>
    public static BmpHeader Parse(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        if (bytes.Length < FileHeaderLength + CoreLength)
            throw new ImageFormatException($"BMP: the file is truncated: {bytes.Length} bytes do not hold its header.");
        uint pixelStart = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[FileHeaderLength..]);
        if (length != CoreLength && length is < InfoLength or > LargestLength)
            throw new ImageFormatException(
                $"BMP: an information header of {length} bytes is unknown; expected 12 (OS/2) or 40 to 124 (Windows).");
        if (bytes.Length < FileHeaderLength + (int)length)
            throw new ImageFormatException($"BMP: the file is truncated: {bytes.Length} bytes do not hold its header of {length}.");
        ReadOnlySpan<byte> info = bytes.Slice(FileHeaderLength, (int)length);
        return length == CoreLength ? ParseCore(info, pixelStart, options) : ParseInfo(bytes, info, pixelStart, options);
    }

    private static BmpHeader ParseCore(ReadOnlySpan<byte> info, uint pixelStart, DecoderOptions options)
    {
        int width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(info[10..]);
        options.Check("BMP", width, height);
        if (bits is not (1 or 4 or 8 or 24))
            throw new ImageFormatException($"BMP: {bits} bits a pixel are not supported in an OS/2 file; expected 1, 4, 8 or 24.");
        return new BmpHeader(width, height, isTopDown: false, bits, BmpCompression.None)
        {
            PaletteStart = FileHeaderLength + CoreLength,
            PaletteEntry = 3,
            PaletteCount = bits <= 8 ? 1 << bits : 0,
            PixelStart = pixelStart,
        };
    }

    private static BmpHeader ParseInfo(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> info, uint pixelStart, DecoderOptions options)
    {
        int width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
        int signedHeight = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
        uint compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        uint colors = BinaryPrimitives.ReadUInt32LittleEndian(info[32..]);
        long height = Math.Abs((long)signedHeight);
        options.Check("BMP", width, height);
        if (bits is not (1 or 4 or 8 or 16 or 24 or 32))
            throw new ImageFormatException($"BMP: {bits} bits a pixel are not supported; expected 1, 4, 8, 16, 24 or 32.");
        bool fits = (BmpCompression)compression switch
        {
            BmpCompression.None => true,
            BmpCompression.Rle8 => bits == 8 && signedHeight > 0,
            BmpCompression.Rle4 => bits == 4 && signedHeight > 0,
            BmpCompression.BitFields or BmpCompression.AlphaBitFields => bits is 16 or 32,
            _ => false,
        };
        if (!fits)
            throw new ImageFormatException($"BMP: compression {compression} with {bits} bits a pixel is not supported.");
        // Beside a 40-byte header, masks stand between the header and the palette
        int maskBytes = info.Length > InfoLength ? 0 : (BmpCompression)compression switch
        {
            BmpCompression.BitFields => 12,
            BmpCompression.AlphaBitFields => 16,
            _ => 0,
        };
        var header = new BmpHeader(width, (int)height, signedHeight < 0, bits, (BmpCompression)compression)
        {
            PaletteStart = FileHeaderLength + info.Length + maskBytes,
            PaletteEntry = 4,
            PaletteCount = bits > 8 ? 0 : colors is 0 or > 256 ? 1 << bits : (int)colors,
            PixelStart = pixelStart,
        };
        if (bits is 16 or 32)
            header.Masks = header.ReadMasks(bytes, info.Length);
        return header;
    }

    private uint[] ReadMasks(ReadOnlySpan<byte> bytes, int infoLength)
    {
        if (Compression == BmpCompression.None)
            return BitsPerPixel == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0x00FF0000, 0x0000FF00, 0x000000FF, 0];
        // BITMAPV2INFOHEADER (52 bytes) has three masks, BITMAPV3INFOHEADER (56) and later ones have four
        int count = infoLength >= 56 || Compression == BmpCompression.AlphaBitFields ? 4 : 3;
        if (bytes.Length < FileHeaderLength + InfoLength + 4 * count)
            throw new ImageFormatException("BMP: the file is truncated: it ends within its colour masks.");
        uint[] masks = new uint[4];
        for (int i = 0; i < count; i++)
        {
            masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(FileHeaderLength + InfoLength + 4 * i)..]);
            uint run = masks[i] >> System.Numerics.BitOperations.TrailingZeroCount(masks[i]);
            if (masks[i] != 0 && (run & (run + 1)) != 0)
                throw new ImageFormatException($"BMP: the file is corrupt: the colour mask {masks[i]:X8} has gaps.");
        }
        return masks;
    }
}
