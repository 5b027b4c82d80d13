using System.Buffers.Binary;

namespace Thaw.Images.Bmp;

/// <summary>Decodes Windows and OS/2 bitmaps: 1 to 32 bits a pixel, plain, with masks, or run-length coded.</summary>
internal static class BmpDecoder
{
    /// <summary>Reads the sides.</summary>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        BmpHeader header = BmpHeader.Parse(bytes, options);
        return new ImageHeader(ImageFormat.Bmp, header.Width, header.Height);
    }

    /// <summary>Decodes the pixels.</summary>
    public static Raster Decode(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        BmpHeader header = BmpHeader.Parse(bytes, options);
        byte[] palette = ReadPalette(bytes, header);
        long start = header.PixelStart;
        if (start < header.PaletteStart || start > bytes.Length)
            throw new ImageFormatException(
                $"BMP: the file is truncated or corrupt: its pixels are said to start at byte {start} of {bytes.Length}.");
        ReadOnlySpan<byte> data = bytes[(int)start..];
        if (header.Compression is BmpCompression.Rle8 or BmpCompression.Rle4)
            return DecodeRuns(data, header, palette, options);
        if (header.RowBytes * header.Height > data.Length)
            throw new ImageFormatException(
                $"BMP: the file is truncated: {data.Length} bytes do not make {header.Width}x{header.Height} pixels of "
                + $"{header.BitsPerPixel} bits.");
        var raster = new Raster(header.Width, header.Height, options.Borrows);
        MaskedChannel[] channels = Array.ConvertAll(header.Masks, mask => new MaskedChannel(mask));
        bool keepsAlpha = channels.Length == 4 && HasAlpha(data, header);
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = data.Slice((int)(y * header.RowBytes), (int)header.RowBytes);
            Span<byte> target = RowOf(raster.Pixels, header, y);
            if (header.BitsPerPixel <= 8)
                FromIndices(row, header.BitsPerPixel, palette, target);
            else if (header.BitsPerPixel == 24)
                FromBgr(row, target);
            else
                FromMasks(row, header.BitsPerPixel, channels, keepsAlpha, target);
        }
        return raster;
    }

    private static Raster DecodeRuns(ReadOnlySpan<byte> data, BmpHeader header, byte[] palette, DecoderOptions options)
    {
        // Two bytes make at most 255 pixels; what is far from it is a header without a picture
        if ((long)header.Width * header.Height / 128 > data.Length)
            throw new ImageFormatException(
                $"BMP: the file is truncated: {data.Length} bytes do not make {header.Width}x{header.Height} pixels.");
        byte[] indices = RunLengthDecoder.Decode(data, header);
        var raster = new Raster(header.Width, header.Height, options.Borrows);
        for (int y = 0; y < header.Height; y++)
            FromIndices(indices.AsSpan(y * header.Width, header.Width), 8, palette, RowOf(raster.Pixels, header, y));
        return raster;
    }

    /// <summary>RGB of all 256 indices; those that the file does not define are black.</summary>
    private static byte[] ReadPalette(ReadOnlySpan<byte> bytes, BmpHeader header)
    {
        byte[] palette = new byte[3 * 256];
        // Some writers leave out the palette's end: it stops at the pixels
        long end = Math.Min(bytes.Length, header.PixelStart);
        int count = (int)Math.Min(header.PaletteCount, (end - header.PaletteStart) / header.PaletteEntry);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(header.PaletteStart + i * header.PaletteEntry, 3);
            palette[3 * i] = entry[2];
            palette[3 * i + 1] = entry[1];
            palette[3 * i + 2] = entry[0];
        }
        return palette;
    }

    private static Span<byte> RowOf(Span<byte> pixels, BmpHeader header, int storedRow)
    {
        int y = header.IsTopDown ? storedRow : header.Height - 1 - storedRow;
        return pixels.Slice(3 * header.Width * y, 3 * header.Width);
    }

    /// <summary>Pixels smaller than a byte stand from the highest bits on.</summary>
    private static void FromIndices(ReadOnlySpan<byte> row, int bits, byte[] palette, Span<byte> rgb)
    {
        int perByte = 8 / bits;
        int mask = (1 << bits) - 1;
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            int index = (row[x / perByte] >> (8 - bits - x % perByte * bits)) & mask;
            palette.AsSpan(3 * index, 3).CopyTo(rgb[(3 * x)..]);
        }
    }

    private static void FromBgr(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            rgb[i] = row[i + 2];
            rgb[i + 1] = row[i + 1];
            rgb[i + 2] = row[i];
        }
    }

    private static void FromMasks(ReadOnlySpan<byte> row, int bits, MaskedChannel[] channels, bool keepsAlpha, Span<byte> rgb)
    {
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            uint pixel = PixelAt(row, x, bits);
            int alpha = keepsAlpha ? channels[3].Of(pixel) : 255;
            rgb[3 * x] = OverWhite(channels[0].Of(pixel), alpha);
            rgb[3 * x + 1] = OverWhite(channels[1].Of(pixel), alpha);
            rgb[3 * x + 2] = OverWhite(channels[2].Of(pixel), alpha);
        }
    }

    /// <summary>Many writers name an alpha mask and leave alpha at 0 throughout; such a picture is opaque.</summary>
    private static bool HasAlpha(ReadOnlySpan<byte> data, BmpHeader header)
    {
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = data.Slice((int)(y * header.RowBytes), (int)header.RowBytes);
            for (int x = 0; x < header.Width; x++)
            {
                if ((PixelAt(row, x, header.BitsPerPixel) & header.Masks[3]) != 0)
                    return true;
            }
        }
        return false;
    }

    private static uint PixelAt(ReadOnlySpan<byte> row, int x, int bits) => bits == 16
        ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..])
        : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);

    private static byte OverWhite(int value, int alpha) => (byte)(255 - ((255 - value) * alpha + 127) / 255);
}
