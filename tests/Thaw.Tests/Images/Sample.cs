using Thaw.Images;
using Thaw.Kernels;

namespace Thaw.Tests.Images;

/// <summary>Made-up pictures for tests.</summary>
internal static class Sample
{
    /// <summary>Independent uniform bytes.</summary>
    public static Picture Noise(int width, int height, ulong seed = 1)
    {
        var random = new Pcg32(seed);
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.NextUInt();
        return new Picture(width, height, pixels);
    }

    /// <summary>Smooth colours: bilinear sampling of it is nearly exact.</summary>
    public static Picture Ramp(int width, int height)
    {
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = 3 * (y * width + x);
                pixels[at] = (byte)(40 + 2 * x);
                pixels[at + 1] = (byte)(30 + 2 * y);
                pixels[at + 2] = (byte)(100 + x - y / 2);
            }
        }
        return new Picture(width, height, pixels);
    }
}
