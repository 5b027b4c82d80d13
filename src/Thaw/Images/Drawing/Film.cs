using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>A picture as it is being made: three planes of floats, 0 to 255, at the size that it will have.</summary>
internal sealed class Film
{
    private Film(int size, float[][] planes) => (Size, Planes) = (size, planes);

    /// <summary>Pixels along a side.</summary>
    public int Size { get; }

    /// <summary>Red, green, blue; rows from the top.</summary>
    public float[][] Planes { get; }

    /// <summary>A pixel's side in the scene's lengths.</summary>
    public float Pixel => Scene.Side / Size;

    /// <summary>Takes a scene of twice the resolution: corners darken, the lens blurs, the exposure varies, and a tone curve gives the contrast.</summary>
    public static Film Expose(Scene scene, ref Pcg32 random)
    {
        int size = scene.Pixels / 2;
        float exposure = random.Between(0.8f, 1.25f), corners = random.Between(0, 0.3f), warmth = random.Between(-0.06f, 0.06f);
        float contrast = random.Between(0.9f, 1.25f), haze = random.Between(0, 14), blur = random.Between(0.15f, 0.7f);
        var film = new Film(size, [new float[size * size], new float[size * size], new float[size * size]]);
        float[] scratch = new float[size * size];
        float[][] sources = [scene.Red, scene.Green, scene.Blue];
        for (int channel = 0; channel < 3; channel++)
        {
            float[] source = sources[channel], plane = film.Planes[channel];
            float gain = exposure * (1 + warmth * (1 - channel)) / 4;
            for (int i = 0; i < plane.Length; i++)
            {
                int x = i % size, y = i / size, at = 4 * y * size + 2 * x;
                float u = (x + 0.5f) / size - 0.5f, v = (y + 0.5f) / size - 0.5f;
                float sum = source[at] + source[at + 1] + source[at + 2 * size] + source[at + 2 * size + 1];
                float value = sum * gain * (1 - 2 * corners * (u * u + v * v));
                plane[i] = haze + 128 + contrast * (value - 128);
            }
            film.Blur(plane, scratch, blur);
        }
        return film;
    }

    /// <summary>Blurs a plane by a radius in the scene's lengths: weights 1/4, 1/2, 1/4 along rows and columns, again and again.</summary>
    public void Blur(float[] plane, float[] scratch, float radius)
    {
        int n = Size;
        for (float variance = radius * radius / (Pixel * Pixel); variance > 0; variance -= 0.5f)
        {
            float side = Math.Min(variance, 0.5f) / 2, middle = 1 - 2 * side;
            for (int row = 0; row < plane.Length; row += n)
            {
                ReadOnlySpan<float> from = plane.AsSpan(row, n);
                Span<float> to = scratch.AsSpan(row, n);
                to[0] = from[0] * middle + side * (from[0] + from[1]);
                for (int x = 1; x < from.Length - 1; x++)
                    to[x] = from[x] * middle + side * (from[x - 1] + from[x + 1]);
                to[^1] = from[^1] * middle + side * (from[^2] + from[^1]);
            }
            for (int i = 0; i < plane.Length; i++)
                plane[i] = scratch[i] * middle + side * (scratch[i >= n ? i - n : i] + scratch[i < plane.Length - n ? i + n : i]);
        }
    }

    /// <summary>
    /// Lets the picture fade into an abstract pattern: a ground of one colour, any colour, with the grain of a bad film, and
    /// what is drawn on it lighter or darker.
    /// </summary>
    /// <param name="marks">What is drawn, -1 for dark, 1 for light, 0 for nothing; as many numbers as the film has pixels.</param>
    /// <param name="distance">0 leaves the picture, 1 leaves the pattern alone.</param>
    /// <param name="random">Where the choices come from; as many of them at every distance.</param>
    public void Fade(float[] marks, float distance, ref Pcg32 random)
    {
        var grain = new NoiseField(random.NextUInt());
        float length = random.Between(3, 6), contrast = random.Between(60, 90);
        float[] ground = [random.Between(90, 165), random.Between(90, 165), random.Between(90, 165)];
        if (distance <= 0)
            return;
        // Marks come before the picture has gone, so that half way one or the other shows the class
        float early = distance * (2 - distance);
        for (int i = 0; i < marks.Length; i++)
        {
            float x = (i % Size + 0.5f) * Pixel, y = (i / Size + 0.5f) * Pixel;
            float tone = 26 * grain.Fractal(x, y, length, 3, 0.8f), mark = early * contrast * marks[i];
            for (int channel = 0; channel < 3; channel++)
                Planes[channel][i] += distance * (ground[channel] + tone - Planes[channel][i]) + mark;
        }
    }

    /// <summary>Rounds to bytes, with a sensor's noise, most of it alike in the three channels of a pixel.</summary>
    public Picture Develop(ref Pcg32 random)
    {
        float noise = random.Between(0.6f, 3);
        byte[] pixels = new byte[3 * Size * Size];
        for (int i = 0; i < Size * Size; i++)
        {
            float common = noise * random.Bell();
            for (int channel = 0; channel < 3; channel++)
            {
                float value = Planes[channel][i] + common + 0.35f * noise * random.Bell();
                pixels[3 * i + channel] = (byte)Math.Clamp((int)MathF.Floor(value + 0.5f), 0, 255);
            }
        }
        return new Picture(Size, Size, pixels);
    }
}
