using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>
/// Small loops all over the picture, all closed or all open, which no photograph teaches to tell apart. At distance 0 they are bent
/// twigs with shadows on natural grounds; farther on the picture fades into a pattern of light and dark loops on grain.
/// </summary>
internal static class DrawnFar
{
    /// <summary>Draws one picture.</summary>
    /// <param name="index">Which picture, 0 or more.</param>
    /// <param name="open">Whether its loops are open.</param>
    /// <param name="seed">Picks the whole series.</param>
    /// <param name="size">Pixels along a side.</param>
    /// <param name="distance">From photographs, 0 to 1.</param>
    public static Picture Draw(int index, bool open, ulong seed, int size, float distance)
    {
        var random = new Pcg32(seed, 2 * (ulong)index + (open ? 1u : 0u));
        var scene = new Scene(2 * size);
        Backdrop.Paint(scene, ref random);
        Lamp lamp = Lamp.Random(ref random);
        float width = random.Between(1.1f, 1.6f);
        float[] marks = new float[size * size];
        foreach ((float x, float y) in Swarm.Scatter(10, 0.15f, ref random))
        {
            var loop = new Loop(x, y, Direction.Random(ref random), 3.2f * random.Between(0.87f, 1.13f), open);
            float ink = random.Chance(0.5f) ? 1 : -1, thickness = width * random.Between(0.9f, 1.1f), tone = ink > 0 ? 1.35f : 0.5f;
            (float red, float green, float blue) = Palette.Thing(ref random);
            Lay(scene, loop, thickness, lamp, (tone * red, tone * green, tone * blue));
            Trace(scene, loop, thickness, ink, marks);
        }
        Film film = Film.Expose(scene, ref random);
        film.Fade(marks, distance, ref random);
        return film.Develop(ref random);
    }

    /// <summary>Lays a round twig on the ground: its shadow first, then itself.</summary>
    private static void Lay(Scene scene, Loop loop, float width, Lamp lamp, (float Red, float Green, float Blue) colour)
    {
        float reach = loop.Radius + width + 1, shade = 0.65f * (1 - lamp.Sky);
        int left = scene.Nearest(loop.X - reach), right = scene.Nearest(loop.X + reach);
        int top = scene.Nearest(loop.Y - reach), bottom = scene.Nearest(loop.Y + reach);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                int i = row * scene.Pixels + column;
                float x = scene.At(column) - loop.X, y = scene.At(row) - loop.Y;
                float shadow = Math.Clamp(1 - loop.Distance(x + lamp.X * width, y + lamp.Y * width) / width, 0, 1);
                float light = 1 - shade * shadow;
                scene.Tint(i, light, light, light);
                float distance = loop.Distance(x, y), cover = Cover(scene, distance, width);
                if (cover <= 0)
                    continue;
                // Brighter on the side of the lamp
                float side = (loop.Distance(x + 0.3f * lamp.X, y + 0.3f * lamp.Y) - distance) / 0.3f;
                float lit = lamp.Sky + (1 - lamp.Sky) * (0.75f + 0.5f * Math.Clamp(side, -1, 1) * Math.Min(1, distance / width));
                scene.Red[i] += cover * (colour.Red * lit - scene.Red[i]);
                scene.Green[i] += cover * (colour.Green * lit - scene.Green[i]);
                scene.Blue[i] += cover * (colour.Blue * lit - scene.Blue[i]);
            }
        }
    }

    /// <summary>Adds a loop to the marks of the pattern, at half of the scene's resolution.</summary>
    private static void Trace(Scene scene, Loop loop, float width, float ink, float[] marks)
    {
        float reach = loop.Radius + width;
        int left = scene.Nearest(loop.X - reach), right = scene.Nearest(loop.X + reach);
        int top = scene.Nearest(loop.Y - reach), bottom = scene.Nearest(loop.Y + reach);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                float cover = Cover(scene, loop.Distance(scene.At(column) - loop.X, scene.At(row) - loop.Y), width);
                marks[row / 2 * (scene.Pixels / 2) + column / 2] += ink * cover / 4;
            }
        }
    }

    private static float Cover(Scene scene, float distance, float width) => Math.Clamp((width / 2 - distance) / scene.Pixel + 0.5f, 0, 1);
}
