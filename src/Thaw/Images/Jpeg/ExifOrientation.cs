using System.Buffers.Binary;

namespace Thaw.Images.Jpeg;

/// <summary>EXIF's orientation tag: finds it, and turns pixels by it (CIPA DC-008, section 4.6.4, tag 0x0112).</summary>
internal static class ExifOrientation
{
    private const int HeaderLength = 6;
    private const int Tag = 0x0112;
    private const int TypeShort = 3;

    /// <summary>
    /// Reads the tag from an APP1 segment that starts with "Exif"; 1 (as it stands) where there is none, or a broken one.
    /// </summary>
    public static int Parse(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < HeaderLength + 8)
            return 1;
        ReadOnlySpan<byte> tiff = segment[HeaderLength..];
        bool little;
        if (tiff.StartsWith("II*\0"u8))
            little = true;
        else if (tiff.StartsWith("MM\0*"u8))
            little = false;
        else
            return 1;
        uint directory = Read32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return 1;
        int count = Read16(tiff[(int)directory..], little);
        ReadOnlySpan<byte> entries = tiff[((int)directory + 2)..];
        for (int i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (Read16(entries, little) != Tag || Read16(entries[2..], little) != TypeShort)
                continue;
            int value = Read16(entries[8..], little);
            return value is >= 1 and <= 8 ? value : 1;
        }
        return 1;
    }

    /// <summary>Whether the orientation exchanges width and height.</summary>
    public static bool SwapsSides(int orientation) => orientation >= 5;

    /// <summary>Turns a picture so that it stands as displayed; orientation 1 returns the picture itself, any other disposes it.</summary>
    public static Raster Apply(Raster picture, int orientation)
    {
        int width = picture.Width;
        int height = picture.Height;
        // Where the result's first pixel comes from, and how far to go for the next one to the right and the next one down
        (int start, int right, int down) = orientation switch
        {
            2 => (width - 1, -1, width),
            3 => (width * height - 1, -1, -width),
            4 => (width * (height - 1), 1, -width),
            5 => (0, width, 1),
            6 => (width * (height - 1), -width, 1),
            7 => (width * height - 1, -width, -1),
            8 => (width - 1, width, -1),
            _ => (0, 1, width),
        };
        if (orientation is < 2 or > 8)
            return picture;
        if (SwapsSides(orientation))
            (width, height) = (height, width);
        var turned = new Raster(width, height, picture.IsBorrowed);
        ReadOnlySpan<byte> from = picture.Pixels;
        Span<byte> to = turned.Pixels;
        int at = 0;
        for (int y = 0; y < height; y++)
        {
            int source = 3 * (start + y * down);
            for (int x = 0; x < width; x++, source += 3 * right, at += 3)
            {
                to[at] = from[source];
                to[at + 1] = from[source + 1];
                to[at + 2] = from[source + 2];
            }
        }
        picture.Dispose();
        return turned;
    }

    private static int Read16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
