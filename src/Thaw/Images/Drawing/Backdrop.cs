using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>What lies behind: a ground and, above a horizon, a wall, a hedge or a sky, both mottled like nature and out of focus.</summary>
internal static class Backdrop
{
    /// <summary>Fills a scene.</summary>
    /// <param name="scene">Its pixels along a side must be even; four pixels in a square become alike.</param>
    /// <param name="random">Where the choices come from.</param>
    public static void Paint(Scene scene, ref Pcg32 random)
    {
        Zone far = Zone.Random(ref random), ground = Zone.Random(ref random);
        var ragged = new NoiseField(random.NextUInt());
        float horizon = random.Between(-12, 50), tilt = random.Between(-0.15f, 0.15f), soft = random.Between(0.6f, 6), fray = random.Between(0, 4);
        Blob[] blobs = new Blob[random.NextInt(9)];
        for (int i = 0; i < blobs.Length; i++)
            blobs[i] = Blob.Random(ref random);
        float length = 2 * scene.Pixel;
        for (int row = 0; row < scene.Pixels; row += 2)
        {
            for (int column = 0; column < scene.Pixels; column += 2)
            {
                float x = scene.At(column) + length / 4, y = scene.At(row) + length / 4;
                float depth = (y - horizon - tilt * (x - 32) + fray * ragged.Octave(x / 7, y / 7, 0)) / soft + 0.5f;
                (float red, float green, float blue) = depth <= 0 ? far.At(x, y) : depth >= 1 ? ground.At(x, y)
                    : Mix(far.At(x, y), ground.At(x, y), depth);
                foreach (Blob blob in blobs)
                    (red, green, blue) = Mix((red, green, blue), blob.Colour, blob.Cover(x, y));
                foreach (int i in (ReadOnlySpan<int>)[0, 1, scene.Pixels, scene.Pixels + 1])
                {
                    int pixel = row * scene.Pixels + column + i;
                    (scene.Red[pixel], scene.Green[pixel], scene.Blue[pixel]) = (red, green, blue);
                }
            }
        }
    }

    private static (float Red, float Green, float Blue) Mix((float Red, float Green, float Blue) a, (float Red, float Green, float Blue) b, float t) =>
        (a.Red + t * (b.Red - a.Red), a.Green + t * (b.Green - a.Green), a.Blue + t * (b.Blue - a.Blue));

    /// <summary>A part of the background, mottled with a spectrum that falls with frequency.</summary>
    private sealed class Zone(NoiseField tones, NoiseField hues, (float Red, float Green, float Blue) colour, float strength, float hue, float length,
        int octaves, float persistence, float stretch, float shade)
    {
        public static Zone Random(ref Pcg32 random) => new(new NoiseField(random.NextUInt()), new NoiseField(random.NextUInt()), Palette.Place(ref random),
            random.Between(0.1f, 0.9f), random.Between(0, 0.25f), random.Between(10, 34), 3 + random.NextInt(4), random.Between(0.5f, 0.8f),
            random.Chance(0.4f) ? random.Between(1.5f, 5) : 1, random.Between(-0.006f, 0.006f));

        public (float Red, float Green, float Blue) At(float x, float y)
        {
            float light = Math.Max(0.1f, 1 + shade * (y - 32) + strength * tones.Fractal(x, y * stretch, length, octaves, persistence));
            float warm = hue * hues.Octave(x / 11, y / 11, 0);
            return (colour.Red * light * (1 + warm), colour.Green * light, colour.Blue * light * (1 - warm));
        }
    }

    /// <summary>Something far away and out of focus.</summary>
    private readonly record struct Blob(float X, float Y, Direction Along, float Length, float Width, float Soft, float Strength,
        (float Red, float Green, float Blue) Colour)
    {
        public static Blob Random(ref Pcg32 random) => new(random.Between(-4, 68), random.Between(-4, 68), Direction.Random(ref random),
            random.Between(2, 12), random.Between(2, 7), random.Between(0.25f, 1), random.Between(0.3f, 0.95f),
            random.Chance(0.5f) ? Palette.Thing(ref random) : Palette.Place(ref random));

        public float Cover(float x, float y)
        {
            float u = Along.Dot(x - X, y - Y) / Length, v = Along.Cross(x - X, y - Y) / Width, square = u * u + v * v;
            return square >= 1 ? 0 : Strength * Math.Min(1, (1 - square) / Soft);
        }
    }
}
