namespace Thaw.Images.Jpeg;

/// <summary>Turns rows of components into RGB.</summary>
/// <remarks>
/// YCbCr is that of JFIF 1.02: <c>R = Y + 1.402 Cr', G = Y - 0.344136 Cb' - 0.714136 Cr', B = Y + 1.772 Cb'</c>, with Cb' and Cr' less by
/// 128, in integers with 16 fractional bits.
/// </remarks>
internal static class ColorConverter
{
    private const int Half = 1 << 15;

    /// <summary>Converts one row.</summary>
    /// <param name="color">What the components are.</param>
    /// <param name="first">The first component's row: Y, R, C or grey.</param>
    /// <param name="second">The second one's; not used for grey.</param>
    /// <param name="third">The third one's; not used for grey.</param>
    /// <param name="fourth">The fourth one's; used for CMYK and YCCK alone.</param>
    /// <param name="rgb">The result; its length says how many pixels there are.</param>
    public static void Convert(
        JpegColor color, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth,
        Span<byte> rgb)
    {
        switch (color)
        {
            case JpegColor.Grey:
                for (int i = 0, x = 0; i < rgb.Length; i += 3, x++)
                    rgb[i] = rgb[i + 1] = rgb[i + 2] = first[x];
                break;
            case JpegColor.YCbCr:
                FromYCbCr(first, second, third, rgb);
                break;
            case JpegColor.Ycck:
                // Its YCbCr are those of RGB; the inverted inks are 255 less these (Adobe Technical Note 5116)
                FromYCbCr(first, second, third, rgb);
                for (int i = 0; i < rgb.Length; i++)
                    rgb[i] = Product(255 - rgb[i], fourth[i / 3]);
                break;
            default:
                for (int i = 0, x = 0; i < rgb.Length; i += 3, x++)
                {
                    rgb[i] = first[x];
                    rgb[i + 1] = second[x];
                    rgb[i + 2] = third[x];
                }
                if (color == JpegColor.Cmyk)
                {
                    for (int i = 0; i < rgb.Length; i++)
                        rgb[i] = Product(rgb[i], fourth[i / 3]);
                }
                break;
        }
    }

    private static void FromYCbCr(ReadOnlySpan<byte> lumas, ReadOnlySpan<byte> blues, ReadOnlySpan<byte> reds, Span<byte> rgb)
    {
        int width = rgb.Length / 3;
        lumas = lumas[..width];
        blues = blues[..width];
        reds = reds[..width];
        for (int x = 0, i = 0; x < lumas.Length; x++, i += 3)
        {
            int luma = lumas[x];
            int blue = blues[x] - 128;
            int red = reds[x] - 128;
            Span<byte> pixel = rgb.Slice(i, 3);
            pixel[0] = Clamp(luma + ((91881 * red + Half) >> 16));
            pixel[1] = Clamp(luma + ((-22554 * blue - 46802 * red + Half) >> 16));
            pixel[2] = Clamp(luma + ((116130 * blue + Half) >> 16));
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    private static byte Product(int a, int b) => (byte)((a * b + 127) / 255);
}
