using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Thaw.Images.Png;

/// <summary>
/// Writes pictures as PNG (W3C PNG, third edition): 8-bit truecolour, one image-data chunk, the filter of each row chosen by
/// the smallest sum of absolute differences (section 12.7). No ancillary chunks, unless a text is asked for.
/// </summary>
public static class PngEncoder
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Encodes a picture; decoding gives the same pixels back.</summary>
    /// <param name="picture">Not changed.</param>
    /// <returns>
    /// A whole PNG file. Its pixels are those of the picture on every machine; how well they are packed may differ between
    /// versions of the .NET runtime, which brings the compressor.
    /// </returns>
    public static byte[] Encode(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Encode(picture, []);
    }

    /// <summary>As <see cref="Encode(Picture)"/>, with a text in the file (section 11.3.3.2).</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="keyword">1 to 79 letters of ASCII, such as <c>Software</c>.</param>
    /// <param name="text">ASCII.</param>
    internal static byte[] Encode(Picture picture, string keyword, string text) => Encode(picture, Text(keyword, text));

    /// <summary>Whether a file, or its beginning, is a PNG that holds this text right behind its header.</summary>
    internal static bool IsMarked(ReadOnlySpan<byte> file, string keyword, string text)
    {
        const int Begin = 8 + 12 + 13; // the signature and IHDR
        byte[] expected = Text(keyword, text);
        return file.Length >= Begin + 8 + expected.Length && file.StartsWith(Signature)
            && BinaryPrimitives.ReadInt32BigEndian(file[Begin..]) == expected.Length
            && file.Slice(Begin + 4, 4).SequenceEqual("tEXt"u8) && file.Slice(Begin + 8, expected.Length).SequenceEqual(expected);
    }

    private static byte[] Text(string keyword, string text) => Encoding.ASCII.GetBytes($"{keyword}\0{text}");

    private static byte[] Encode(Picture picture, byte[] text)
    {
        using var file = new MemoryStream();
        file.Write(Signature);

        // Section 11.2.1: width, height, bit depth 8, colour type 2 (truecolour), deflate, adaptive filters, no interlace
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        header[8] = 8;
        header[9] = 2;
        WriteChunk(file, "IHDR"u8, header);
        if (text.Length > 0)
            WriteChunk(file, "tEXt"u8, text);
        WriteChunk(file, "IDAT"u8, Compress(picture));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(Picture picture)
    {
        int stride = 3 * picture.Width;
        byte[] above = new byte[stride];
        byte[] best = new byte[stride];
        byte[] trial = new byte[stride];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < picture.Height; y++)
            {
                ReadOnlySpan<byte> row = picture.Pixels.AsSpan(y * stride, stride);
                byte bestFilter = 0;
                long bestCost = long.MaxValue;
                for (byte filter = 0; filter <= 4; filter++)
                {
                    long cost = Filter(filter, row, above, trial);
                    if (cost >= bestCost)
                        continue;
                    (bestCost, bestFilter) = (cost, filter);
                    (best, trial) = (trial, best);
                }
                zlib.WriteByte(bestFilter);
                zlib.Write(best);
                row.CopyTo(above);
            }
        }
        return packed.ToArray();
    }

    /// <summary>Filters a row (section 9.2); returns the sum of the differences, taken as signed bytes, without their signs.</summary>
    private static long Filter(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> target)
    {
        long cost = 0;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= 3 ? row[i - 3] : 0;
            int up = above[i];
            int upLeft = i >= 3 ? above[i - 3] : 0;
            int predicted = filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) >> 1,
                _ => Paeth(left, up, upLeft),
            };
            byte difference = (byte)(row[i] - predicted);
            target[i] = difference;
            cost += Math.Abs((int)(sbyte)difference);
        }
        return cost;
    }

    /// <summary>The neighbour nearest to left + up - upLeft (section 9.4), ties in that order.</summary>
    private static int Paeth(int left, int up, int upLeft)
    {
        int toLeft = Math.Abs(up - upLeft);
        int toUp = Math.Abs(left - upLeft);
        int toUpLeft = Math.Abs(left + up - 2 * upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft)
            return left;
        return toUp <= toUpLeft ? up : upLeft;
    }

    /// <summary>Section 5.3: length of the data, type, data, CRC of type and data.</summary>
    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), ChunkChecksum.Of(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }
}
