using Thaw.Images.Jpeg;

namespace Thaw.Images.Corruptions;

/// <summary>
/// A picture as JPEG sees it: brightness, and two colour differences at half the resolution, padded to whole blocks of 8x8 samples by
/// repeating the last column and row.
/// </summary>
internal sealed class JpegPlanes
{
    private const int Half = 1 << 15;

    private JpegPlanes(int width, int height)
    {
        ChromaStride = (width + 15) / 16 * 8;
        int rows = (height + 15) / 16 * 8;
        LumaStride = 2 * ChromaStride;
        Luma = new byte[LumaStride * 2 * rows];
        Blue = new byte[ChromaStride * rows];
        Red = new byte[ChromaStride * rows];
    }

    public byte[] Luma { get; }

    public byte[] Blue { get; }

    public byte[] Red { get; }

    public int LumaStride { get; }

    public int ChromaStride { get; }

    /// <summary>Takes a picture apart by the formulas of JFIF 1.02, with 16 fractional bits.</summary>
    public static JpegPlanes Of(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var planes = new JpegPlanes(width, height);
        byte[] blue = new byte[planes.Luma.Length], red = new byte[planes.Luma.Length];
        int rows = planes.Luma.Length / planes.LumaStride;
        for (int y = 0, i = 0; y < rows; y++)
        {
            ReadOnlySpan<byte> row = rgb.Slice(3 * width * Math.Min(y, height - 1), 3 * width);
            for (int x = 0; x < planes.LumaStride; x++, i++)
            {
                ReadOnlySpan<byte> pixel = row.Slice(3 * Math.Min(x, width - 1), 3);
                int r = pixel[0], g = pixel[1], b = pixel[2];
                planes.Luma[i] = (byte)((19595 * r + 38470 * g + 7471 * b + Half) >> 16);
                blue[i] = (byte)((-11059 * r - 21709 * g + 32768 * b + (128 << 16) + Half - 1) >> 16);
                red[i] = (byte)((32768 * r - 27439 * g - 5329 * b + (128 << 16) + Half - 1) >> 16);
            }
        }
        Halve(blue, planes.LumaStride, planes.Blue);
        Halve(red, planes.LumaStride, planes.Red);
        return planes;
    }

    /// <summary>Puts the picture together again.</summary>
    public void ToRgb(int width, int height, Span<byte> target)
    {
        int across = (width + 1) / 2, down = (height + 1) / 2;
        byte[] blue = new byte[2 * across], red = new byte[2 * across];
        for (int y = 0; y < height; y++)
        {
            int near = y / 2, far = Math.Clamp(y % 2 == 0 ? near - 1 : near + 1, 0, down - 1);
            Double(Blue, near, far, across, blue);
            Double(Red, near, far, across, red);
            ColorConverter.Convert(JpegColor.YCbCr, Luma.AsSpan(y * LumaStride, width), blue, red, default, target.Slice(3 * width * y, 3 * width));
        }
    }

    // Means of 2x2 samples; halves go down in even columns and up in odd ones, as in libjpeg
    private static void Halve(byte[] full, int stride, byte[] half)
    {
        int across = stride / 2;
        for (int i = 0; i < half.Length; i++)
        {
            int x = i % across, at = i / across * 2 * stride + 2 * x;
            half[i] = (byte)((full[at] + full[at + 1] + full[at + stride] + full[at + stride + 1] + 1 + x % 2) >> 2);
        }
    }

    // The triangle filter: 3/4 of the nearer sample and 1/4 of the farther one in both directions
    private void Double(byte[] plane, int near, int far, int across, Span<byte> row)
    {
        ReadOnlySpan<byte> first = plane.AsSpan(near * ChromaStride, across), second = plane.AsSpan(far * ChromaStride, across);
        for (int x = 0; x < across; x++)
        {
            int before = Math.Max(x - 1, 0), after = Math.Min(x + 1, across - 1);
            int middle = 3 * (3 * first[x] + second[x]);
            row[2 * x] = (byte)((middle + 3 * first[before] + second[before] + 8) >> 4);
            row[2 * x + 1] = (byte)((middle + 3 * first[after] + second[after] + 7) >> 4);
        }
    }
}
