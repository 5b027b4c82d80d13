using Thaw.Images;
using Thaw.Images.Png;

namespace Thaw.Service.Models;

/// <summary>
/// Pictures that a warm-up sends, in the formats and sizes that clients send most: the code that decodes them at full size or at a fraction, and resizes them, is compiled
/// by them. <c>data/golden/make_warmup.py</c> made the JPEGs.
/// </summary>
internal static class WarmUpPictures
{
    private const string Prefix = "warm-up/";
    private const int Side = 96;

    /// <summary>Files, each with its content type.</summary>
    public static IReadOnlyList<(byte[] File, string ContentType)> All { get; } = [.. Jpegs().SelectMany(jpeg => new[] { (jpeg, "image/jpeg"), (jpeg, "application/octet-stream") }), (Png(), "image/png")];

    private static IEnumerable<byte[]> Jpegs()
    {
        foreach (string name in typeof(WarmUpPictures).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = typeof(WarmUpPictures).Assembly.GetManifestResourceStream(name)!;
            using var file = new MemoryStream();
            stream.CopyTo(file);
            yield return file.ToArray();
        }
    }

    private static byte[] Png()
    {
        byte[] pixels = new byte[3 * Side * Side];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * 7 / Side);
        return PngEncoder.Encode(new Picture(Side, Side, pixels));
    }
}
