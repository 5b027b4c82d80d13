using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>Takes a photograph of a scene: light from a side, a lens that darkens its corners and blurs, a sensor with noise.</summary>
internal static class Camera
{
    /// <summary>Takes a picture of <paramref name="size"/> x <paramref name="size"/> pixels.</summary>
    /// <param name="scene">Its side must be a multiple of the size.</param>
    /// <param name="size">Pixels along a side of the photograph.</param>
    /// <param name="random">Where the choices come from.</param>
    public static Picture Shoot(Scene scene, int size, ref Pcg32 random)
    {
        Illuminate(scene, ref random);
        float blur = random.Between(0.15f, 0.95f);
        float noise = random.Between(0.4f, 1.8f);
        float[] scratch = new float[scene.Light.Length];
        byte[] pixels = new byte[3 * size * size];
        foreach ((int channel, float[] plane) in new[] { (0, scene.Red), (1, scene.Green), (2, scene.Blue) })
        {
            Blur(plane, scratch, scene.Pixels, blur / scene.Pixel);
            Expose(plane, scene.Pixels, pixels, channel, size);
        }
        // Brightness noise is the same in the three channels of a pixel; a little of it is not
        for (int i = 0; i < pixels.Length; i += 3)
        {
            float common = noise * random.Bell();
            for (int channel = 0; channel < 3; channel++)
                pixels[i + channel] = Round(pixels[i + channel] + common + 0.35f * noise * random.Bell());
        }
        return new Picture(size, size, pixels);
    }

    /// <summary>Multiplies the colours by the light: from the slopes, across the picture, and less towards the corners.</summary>
    private static void Illuminate(Scene scene, ref Pcg32 random)
    {
        Direction lamp = Direction.Random(ref random);
        float grazing = random.Between(0.1f, 0.5f);
        float falling = random.Between(0, 0.35f);
        float corners = random.Between(0, 0.3f);
        float exposure = random.Between(0.85f, 1.25f);
        int n = scene.Pixels;
        for (int y = 0; y < n; y++)
        {
            for (int x = 0; x < n; x++)
            {
                int i = y * n + x;
                float right = Level(scene, Math.Min(x + 1, n - 1), y) - Level(scene, Math.Max(x - 1, 0), y);
                float down = Level(scene, x, Math.Min(y + 1, n - 1)) - Level(scene, x, Math.Max(y - 1, 0));
                float slope = lamp.Dot(right, down) / (2 * scene.Pixel);
                float relief = Math.Clamp(1 + grazing * slope, 0.5f, 1.35f);
                float u = (scene.At(x) - 32) / 32, v = (scene.At(y) - 32) / 32;
                float light = exposure * scene.Light[i] * (1 + scene.Mark[i]) * relief * (1 + falling * lamp.Dot(u, v)) * (1 - corners * 0.5f * (u * u + v * v));
                scene.Tint(i, light, light, light);
            }
        }
    }

    private static float Level(Scene scene, int x, int y) => scene.Height[y * scene.Pixels + x] - scene.Depth[y * scene.Pixels + x];

    /// <summary>
    /// Blurs with weights 1/4, 1/2, 1/4 along rows and columns; each pass adds half a pixel squared to the variance, the last
    /// pass as much as is left.
    /// </summary>
    private static void Blur(float[] plane, float[] scratch, int n, float radius)
    {
        for (float variance = radius * radius; variance > 0; variance -= 0.5f)
        {
            float side = Math.Min(variance, 0.5f) / 2;
            for (int i = 0; i < plane.Length; i++)
            {
                int x = i % n;
                scratch[i] = plane[i] * (1 - 2 * side) + side * (plane[x > 0 ? i - 1 : i] + plane[x < n - 1 ? i + 1 : i]);
            }
            for (int i = 0; i < plane.Length; i++)
                plane[i] = scratch[i] * (1 - 2 * side) + side * (scratch[i >= n ? i - n : i] + scratch[i < plane.Length - n ? i + n : i]);
        }
    }

    private static void Expose(float[] plane, int n, byte[] pixels, int channel, int size)
    {
        int factor = n / size;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                float sum = 0;
                for (int j = 0; j < factor; j++)
                {
                    for (int i = 0; i < factor; i++)
                        sum += plane[(y * factor + j) * n + x * factor + i];
                }
                pixels[3 * (y * size + x) + channel] = Round(sum / (factor * factor));
            }
        }
    }

    private static byte Round(float value) => (byte)Math.Clamp((int)MathF.Floor(value + 0.5f), 0, 255);
}
