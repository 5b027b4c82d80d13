namespace Thaw.Tests.References;

/// <summary>The pixels of augmented views, a sample at a time, as the numbers of a view define them.</summary>
internal static class DirectAugmentation
{
    /// <summary>
    /// Target pixel (x, y) shows the source at (left + x step, top + y step), places in 65536ths of a pixel, weights in 256ths, rounded
    /// once.
    /// </summary>
    public static byte[] Enlarge(byte[] source, int width, int height, long left, long top, long step, bool mirror)
    {
        var target = new byte[source.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int x0, int fx) = Place(left + x * step, width);
                (int y0, int fy) = Place(top + y * step, height);
                int x1 = Math.Min(x0 + 1, width - 1), y1 = Math.Min(y0 + 1, height - 1);
                for (int channel = 0; channel < 3; channel++)
                {
                    int At(int column, int row) => source[3 * (row * width + column) + channel];
                    int sum = (256 - fy) * ((256 - fx) * At(x0, y0) + fx * At(x1, y0)) + fy * ((256 - fx) * At(x0, y1) + fx * At(x1, y1));
                    target[3 * (y * width + (mirror ? width - 1 - x : x)) + channel] = (byte)((sum + 32768) / 65536);
                }
            }
        }
        return target;
    }

    /// <summary>The sum of the pixels' greys, (77 R + 150 G + 29 B + 128) / 256 rounded down.</summary>
    public static long GreySum(byte[] pixels) => pixels.Chunk(3).Sum(p => (long)Grey(p));

    /// <summary>(own p + grey g + constant) / 16384 rounded down, held in a byte.</summary>
    public static byte[] Recolour(byte[] pixels, int own, int grey, int constant) =>
        [.. pixels.Chunk(3).SelectMany(p => p.Select(v => (byte)Math.Clamp(Math.Floor((own * v + grey * Grey(p) + constant) / 16384.0), 0, 255)))];

    private static int Grey(byte[] p) => (77 * p[0] + 150 * p[1] + 29 * p[2] + 128) / 256;

    private static (int Whole, int Fraction) Place(long place, int size)
    {
        double held = Math.Clamp(place / 65536.0, 0, size - 1);
        int whole = (int)held;
        return (whole, (int)((held - whole) * 256));
    }
}
