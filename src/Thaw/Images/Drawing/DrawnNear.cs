using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>
/// Round bodies or boxes. At distance 0 they lie lit and mottled before grounds of natural colours, as in photographs; farther on
/// there are more and smaller ones, seen more from above, and the picture fades until only their outlines are left.
/// </summary>
internal static class DrawnNear
{
    /// <summary>Draws one picture.</summary>
    /// <param name="index">Which picture, 0 or more.</param>
    /// <param name="boxes">Whether it shows boxes.</param>
    /// <param name="seed">Picks the whole series.</param>
    /// <param name="size">Pixels along a side.</param>
    /// <param name="distance">From photographs, 0 to 1.</param>
    public static Picture Draw(int index, bool boxes, ulong seed, int size, float distance)
    {
        var random = new Pcg32(seed, 2 * (ulong)index + (boxes ? 1u : 0u));
        var scene = new Scene(2 * size);
        Backdrop.Paint(scene, ref random);
        Lamp lamp = Lamp.Random(ref random);
        int number = 0;
        foreach ((float x, float y) in Swarm.Scatter(Mix(19, 10, distance), Mix(0.45f, 0.2f, distance), ref random))
        {
            float radius = Mix(random.Between(5, 11), random.Between(2.9f, 3.7f), distance);
            bool missing = random.Chance(0.25f * (1 - distance));
            Body body = boxes ? BoxBody.Random(x, y, radius, (1 - distance) * (1 - distance), ref random) : RoundBody.Random(x, y, radius, ref random);
            var skin = Skin.Random(ref random);
            if (!missing)
                StillLife.Place(scene, body, skin, lamp, ++number);
        }
        StillLife.Overgrow(scene, ref random, random.NextInt(5));
        Film film = Film.Expose(scene, ref random);
        film.Fade(Outlines(scene, number, ref random), distance, ref random);
        return film.Develop(ref random);
    }

    /// <summary>The rim of each part, about one and a half lengths wide, light or dark at random.</summary>
    private static float[] Outlines(Scene scene, int parts, ref Pcg32 random)
    {
        float[] inks = new float[parts + 1];
        for (int part = 1; part <= parts; part++)
            inks[part] = random.Chance(0.5f) ? 1 : -1;
        int n = scene.Pixels, near = Math.Max(1, (int)MathF.Floor(1.5f / scene.Pixel + 0.5f)), corner = Math.Max(1, 2 * near / 3);
        float[] marks = new float[n * n / 4];
        for (int y = near; y < n - near; y++)
        {
            for (int x = near; x < n - near; x++)
            {
                int i = y * n + x, part = scene.Part[i];
                if (part > 0 && !(Same(i, near) && Same(i, near * n) && Same(i, corner * (n + 1)) && Same(i, corner * (n - 1))))
                    marks[y / 2 * (n / 2) + x / 2] += inks[part] / 4;
            }
        }
        return marks;

        bool Same(int i, int step) => scene.Part[i] == scene.Part[i - step] && scene.Part[i] == scene.Part[i + step];
    }

    private static float Mix(float near, float far, float distance) => near + distance * (far - near);
}
