namespace Thaw.Images.Corruptions;

/// <summary>The steps that JPEG rounds coefficients to, in natural order.</summary>
internal static class JpegQuantization
{
    // ITU T.81, table K.1
    private static readonly byte[] LumaSteps =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    // ITU T.81, table K.2
    private static readonly byte[] ChromaSteps =
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>The 64 steps of brightness.</summary>
    /// <param name="quality">1 to 100.</param>
    public static ushort[] Luma(int quality) => Scaled(LumaSteps, quality);

    /// <summary>The 64 steps of the colour differences.</summary>
    /// <param name="quality">1 to 100.</param>
    public static ushort[] Chroma(int quality) => Scaled(ChromaSteps, quality);

    // libjpeg's rule: quality 50 is the table itself, 25 twice its steps, 75 half of them
    private static ushort[] Scaled(byte[] steps, int quality)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return [.. steps.Select(step => (ushort)Math.Clamp((step * percent + 50) / 100, 1, 255))];
    }
}
