namespace Thaw.Images.Bmp;

/// <summary>Undoes BI_RLE8 and BI_RLE4 ("Bitmap Compression" in the Windows GDI reference).</summary>
internal static class RunLengthDecoder
{
    private const int EndOfLine = 0;
    private const int EndOfBitmap = 1;
    private const int Delta = 2;

    /// <summary>Expands the data to one index a byte, rows in the order of the file; pixels that are skipped keep index 0.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> data, BmpHeader header)
    {
        bool isFour = header.Compression == BmpCompression.Rle4;
        byte[] indices = new byte[header.Width * header.Height];
        int x = 0;
        int y = 0;
        while (true)
        {
            if (data.Length < 2)
                throw Truncated();
            int count = data[0];
            int value = data[1];
            data = data[2..];
            if (count == 0 && value == EndOfBitmap)
                return indices;
            if (count == 0 && value == EndOfLine)
            {
                x = 0;
                y++;
                continue;
            }
            if (count == 0 && value == Delta)
            {
                if (data.Length < 2)
                    throw Truncated();
                x = Math.Min(x + data[0], header.Width);
                y += data[1];
                data = data[2..];
                continue;
            }
            int length = count > 0 ? count : value;
            if (y >= header.Height)
                throw new ImageFormatException("BMP: the file is corrupt: its run-length data draws outside the picture.");
            // Some writers draw rows that are filled up to a multiple of 4; what lies beyond the width is dropped
            int drawn = Math.Min(length, header.Width - x);
            Span<byte> target = indices.AsSpan(y * header.Width + x, drawn);
            x += drawn;
            if (count > 0)
            {
                // RLE4 alternates between the two halves of the byte
                for (int i = 0; i < drawn; i++)
                    target[i] = isFour ? (byte)((i & 1) == 0 ? value >> 4 : value & 15) : (byte)value;
                continue;
            }
            // Literal indices, filled up to an even number of bytes
            int bytes = isFour ? (length + 1) / 2 : length;
            int padded = (bytes + 1) & ~1;
            if (data.Length < padded)
                throw Truncated();
            for (int i = 0; i < drawn; i++)
                target[i] = isFour ? (byte)((i & 1) == 0 ? data[i / 2] >> 4 : data[i / 2] & 15) : data[i];
            data = data[padded..];
        }
    }

    private static ImageFormatException Truncated() =>
        new("BMP: the file is truncated: its run-length data ends before the end of the bitmap.");
}
