using System.IO.Compression;

namespace Thaw.Images.Png;

/// <summary>Decodes PNG files (W3C Portable Network Graphics, third edition).</summary>
internal static class PngDecoder
{
    /// <summary>The eight bytes that every PNG file starts with (section 5.2).</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Start and step of Adam7's seven passes, across and down (section 8.2).</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] OnePass = [(0, 0, 1, 1)];

    /// <summary>Reads the sides.</summary>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        PngHeader header = PngFile.ReadHeader(bytes, options);
        return new ImageHeader(ImageFormat.Png, header.Width, header.Height);
    }

    /// <summary>Decodes the pixels.</summary>
    public static Raster Decode(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        using PngFile file = PngFile.Read(bytes, options);
        PngHeader header = file.Header;
        RefuseBomb(file);
        var raster = new Raster(header.Width, header.Height, options.Borrows);
        using var stream = new ZLibStream(file.OpenData(), CompressionMode.Decompress);
        try
        {
            ReadPasses(stream, file, raster.Pixels);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // IOException: the stream wants a preset dictionary, which PNG does not have (section 10.1)
            throw new ImageFormatException("PNG: the file is corrupt: its zlib stream cannot be decompressed.", exception);
        }
        return raster;
    }

    /// <summary>
    /// Deflate shrinks by at most 1032 (RFC 1951: 258 bytes for 2 bits), so that a file with far less data than its sides need is
    /// refused before memory is taken.
    /// </summary>
    private static void RefuseBomb(PngFile file)
    {
        long needed = (long)file.Header.RowBytes(file.Header.Width) * file.Header.Height;
        if (needed / 1032 > file.DataLength)
            throw Truncated(file);
    }

    private static void ReadPasses(ZLibStream stream, PngFile file, Span<byte> pixels)
    {
        PngHeader header = file.Header;
        var converter = new RowConverter(file);
        int step = Math.Max(1, header.Channels * header.BitDepth / 8);
        byte[] row = new byte[header.RowBytes(header.Width) + 1];
        byte[] above = new byte[row.Length];
        byte[] scratch = header.Interlaced ? new byte[3 * header.Width] : [];
        foreach ((int x0, int y0, int stepX, int stepY) in header.Interlaced ? Adam7 : OnePass)
        {
            int width = (header.Width - x0 + stepX - 1) / stepX;
            int height = (header.Height - y0 + stepY - 1) / stepY;
            if (width <= 0 || height <= 0)
                continue;
            int length = header.RowBytes(width);
            Array.Clear(above);
            for (int y = 0; y < height; y++)
            {
                if (stream.ReadAtLeast(row.AsSpan(0, length + 1), length + 1, throwOnEndOfStream: false) <= length)
                    throw Truncated(file);
                RowFilter.Undo(row[0], row.AsSpan(1, length), above.AsSpan(1, length), step);
                Span<byte> target = pixels.Slice(3 * header.Width * (y0 + y * stepY), 3 * header.Width);
                if (header.Interlaced)
                {
                    converter.Convert(row.AsSpan(1, length), scratch.AsSpan(0, 3 * width));
                    Scatter(scratch.AsSpan(0, 3 * width), target[(3 * x0)..], stepX);
                }
                else
                {
                    converter.Convert(row.AsSpan(1, length), target);
                }
                (row, above) = (above, row);
            }
        }
    }

    private static void Scatter(ReadOnlySpan<byte> rgb, Span<byte> target, int step)
    {
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 3 * step)
            rgb.Slice(from, 3).CopyTo(target[to..]);
    }

    private static ImageFormatException Truncated(PngFile file) =>
        new(
            $"PNG: the file is truncated: {file.DataLength} bytes of compressed data do not make "
            + $"{file.Header.Width}x{file.Header.Height} pixels.");
}
