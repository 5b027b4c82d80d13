using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>
/// Short curves all over the picture, waves or wings, which no photograph teaches to tell apart. At distance 0 they are twigs and
/// worms with shadows on natural grounds; farther on the picture fades into a pattern of light and dark curves on grain.
/// </summary>
internal static class DrawnFar
{
    /// <summary>Draws one picture.</summary>
    /// <param name="index">Which picture, 0 or more.</param>
    /// <param name="waves">Whether its curves are waves.</param>
    /// <param name="seed">Picks the whole series.</param>
    /// <param name="size">Pixels along a side.</param>
    /// <param name="distance">From photographs, 0 to 1.</param>
    public static Picture Draw(int index, bool waves, ulong seed, int size, float distance)
    {
        var random = new Pcg32(seed, 2 * (ulong)index + (waves ? 1u : 0u));
        var scene = new Scene(2 * size);
        Backdrop.Paint(scene, ref random);
        Lamp lamp = Lamp.Random(ref random);
        float width = random.Between(1.1f, 1.6f);
        float[] marks = new float[size * size];
        foreach ((float x, float y) in Swarm.Scatter(10, 0.2f, ref random))
        {
            int bow = random.Chance(0.5f) ? 1 : -1;
            var curve = new Squiggle(x, y, Direction.Random(ref random), random.Between(2.7f, 3.7f), bow, waves ? -bow : bow);
            float ink = random.Chance(0.5f) ? 1 : -1, thickness = width * random.Between(0.9f, 1.1f);
            Lay(scene, curve, thickness, lamp, Palette.Thing(ref random), ink, marks);
        }
        Film film = Film.Expose(scene, ref random);
        film.Fade(marks, distance, ref random);
        return film.Develop(ref random);
    }

    /// <summary>Lays a round twig on the ground: its shadow first, then itself; and its trace among the marks.</summary>
    private static void Lay(Scene scene, Squiggle curve, float width, Lamp lamp, (float Red, float Green, float Blue) colour, float ink, float[] marks)
    {
        float reach = curve.Reach + width + 1, shade = 0.65f * (1 - lamp.Sky);
        int left = scene.Nearest(curve.X - reach), right = scene.Nearest(curve.X + reach), top = scene.Nearest(curve.Y - reach),
            bottom = scene.Nearest(curve.Y + reach), half = scene.Pixels / 2;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                int i = row * scene.Pixels + column;
                float x = scene.At(column) - curve.X, y = scene.At(row) - curve.Y;
                float shadow = Math.Clamp((width - curve.Distance(x + lamp.X * width, y + lamp.Y * width)) / width, 0, 1);
                float light = 1 - shade * shadow;
                scene.Tint(i, light, light, light);
                float distance = curve.Distance(x, y), cover = Math.Clamp((width / 2 - distance) / scene.Pixel + 0.5f, 0, 1);
                if (cover <= 0)
                    continue;
                // Brighter on the side of the lamp
                float side = (curve.Distance(x + 0.3f * lamp.X, y + 0.3f * lamp.Y) - distance) / 0.3f;
                float lit = lamp.Sky + (1 - lamp.Sky) * (0.75f + 0.5f * side * Math.Min(1, distance / width));
                scene.Red[i] += cover * (colour.Red * lit - scene.Red[i]);
                scene.Green[i] += cover * (colour.Green * lit - scene.Green[i]);
                scene.Blue[i] += cover * (colour.Blue * lit - scene.Blue[i]);
                marks[row / 2 * half + column / 2] += ink * cover / 4;
            }
        }
    }
}
