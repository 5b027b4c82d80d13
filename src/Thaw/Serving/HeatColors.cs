namespace Thaw.Serving;

/// <summary>
/// The colours of heat: from a dark violet over red to a light yellow, as bright as the heat is high. In the colour space OKLab (Ottosson 2020), where equal steps look
/// equal, lightness rises in equal steps and the hue turns evenly; the colour is as strong as a screen can show there, up to a limit.
/// </summary>
internal static class HeatColors
{
    private const double Dark = 0.2, Light = 0.95, Violet = 295, Yellow = 465, MostChroma = 0.19;

    /// <summary>How much of a pixel the strongest heat covers.</summary>
    private const float Cover = 0.7f;

    private static readonly byte[] Table = Make();

    /// <summary>256 colours of three bytes: red, green, blue.</summary>
    public static ReadOnlySpan<byte> Rgb => Table;

    /// <summary>Lays heat over pixels: the hotter, the less is left of the pixel, which is made grey.</summary>
    /// <param name="heat">0 to 1 a pixel.</param>
    /// <param name="pixels">Three bytes a pixel.</param>
    /// <param name="target">The same; overwritten.</param>
    public static void Blend(ReadOnlySpan<float> heat, ReadOnlySpan<byte> pixels, Span<byte> target)
    {
        for (int i = 0; i < heat.Length; i++)
        {
            int red = pixels[3 * i], green = pixels[3 * i + 1], blue = pixels[3 * i + 2];
            float grey = 0.299f * red + 0.587f * green + 0.114f * blue, share = Cover * heat[i];
            ReadOnlySpan<byte> color = Rgb.Slice(3 * (int)MathF.Round(255 * heat[i]), 3);
            for (int c = 0; c < 3; c++)
                target[3 * i + c] = (byte)MathF.Round(grey + share * (color[c] - grey));
        }
    }

    private static byte[] Make()
    {
        byte[] table = new byte[3 * 256];
        for (int i = 0; i < 256; i++)
        {
            double t = i / 255.0, lightness = Dark + (Light - Dark) * t, hue = (Violet + (Yellow - Violet) * t) * Math.PI / 180;
            double within = 0, beyond = MostChroma;
            for (int step = 0; step < 20; step++)
            {
                double middle = (within + beyond) / 2;
                (within, beyond) = Shown(lightness, middle, hue, default) ? (middle, beyond) : (within, middle);
            }
            Shown(lightness, within, hue, table.AsSpan(3 * i, 3));
        }
        return table;
    }

    // OKLab's polar coordinates to sRGB; says whether a screen can show the colour, and writes it where there is room
    private static bool Shown(double lightness, double chroma, double hue, Span<byte> target)
    {
        double a = chroma * Math.Cos(hue), b = chroma * Math.Sin(hue);
        double l = Cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = Cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = Cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        ReadOnlySpan<double> linear =
        [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ];
        bool shown = true;
        foreach (double part in linear)
            shown &= part is >= 0 and <= 1;
        for (int i = 0; i < target.Length; i++)
        {
            double part = Math.Clamp(linear[i], 0, 1);
            target[i] = (byte)Math.Round(255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * Math.Pow(part, 1 / 2.4) - 0.055));
        }
        return shown;
    }

    private static double Cube(double x) => x * x * x;
}
