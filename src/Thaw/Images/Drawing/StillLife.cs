using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>Puts bodies into a scene, each with its shadow, and twigs and blades before them.</summary>
internal static class StillLife
{
    /// <summary>Paints a body over what is there.</summary>
    /// <param name="scene">Changed in place.</param>
    /// <param name="body">The body.</param>
    /// <param name="skin">What covers it.</param>
    /// <param name="lamp">The light on it.</param>
    /// <param name="number">Its number among the scene's parts, at least 1.</param>
    public static void Place(Scene scene, Body body, Skin skin, Lamp lamp, int number)
    {
        Shade(scene, body, lamp);
        int left = scene.Nearest(body.X - body.Reach), right = scene.Nearest(body.X + body.Reach + scene.Pixel);
        int top = scene.Nearest(body.Y - body.Reach), bottom = scene.Nearest(body.Y + body.Reach + scene.Pixel);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                if (!body.Meet(scene.At(column) - body.X, scene.At(row) - body.Y, out Facing facing))
                    continue;
                (float red, float green, float blue) = skin.At(facing.U, facing.V);
                float light = lamp.On(facing.X, facing.Y, facing.Z);
                float gloss = skin.Gloss > 0 ? skin.Gloss * lamp.Highlight(facing.X, facing.Y, facing.Z) : 0;
                int i = row * scene.Pixels + column;
                scene.Part[i] = number;
                scene.Red[i] = red * light * (1 + lamp.Warmth) + gloss;
                scene.Green[i] = green * light + gloss;
                scene.Blue[i] = blue * light * (1 - lamp.Warmth) + gloss;
            }
        }
    }

    /// <summary>Twigs and blades of grass in front.</summary>
    public static void Overgrow(Scene scene, ref Pcg32 random, int count)
    {
        for (; count > 0; count--)
        {
            (float red, float green, float blue) = Palette.Thing(ref random);
            Direction heading = Direction.Random(ref random);
            float x = random.Between(0, 64), y = random.Between(0, 64), width = random.Between(0.8f, 3.2f), bend = 0.09f * random.Bell();
            float tip = random.Chance(0.5f) ? 0.15f : 0.8f, level = random.Between(0.5f, 1.1f);
            int steps = 5 + random.NextInt(12);
            for (int i = 0; i < steps; i++)
            {
                heading = heading.Turn(bend);
                float x1 = x + 3 * heading.X, y1 = y + 3 * heading.Y, tone = level * random.Between(0.85f, 1.15f);
                float from = width * (1 + (tip - 1) * i / steps), to = width * (1 + (tip - 1) * (i + 1) / steps);
                new Stroke(x, y, x1, y1, from, to).Paint(scene, red * tone, green * tone, blue * tone);
                (x, y) = (x1, y1);
            }
        }
    }

    /// <summary>The shadow on what lies behind: an ellipse away from the lamp, darkest at the foot, with a soft rim.</summary>
    private static void Shade(Scene scene, Body body, Lamp lamp)
    {
        float girth = body.Girth, x0 = body.X - 0.55f * girth * lamp.X / lamp.Z, y0 = body.Y + 0.55f * girth - 0.2f * girth * lamp.Y;
        float width = 1.35f * girth, height = 0.8f * girth, strength = 0.7f * (1 - lamp.Sky);
        int left = scene.Nearest(x0 - width), right = scene.Nearest(x0 + width + scene.Pixel);
        int top = scene.Nearest(y0 - height), bottom = scene.Nearest(y0 + height + scene.Pixel);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                float u = (scene.At(column) - x0) / width, v = (scene.At(row) - y0) / height, inside = 1 - u * u - v * v;
                if (inside <= 0)
                    continue;
                float light = 1 - strength * Math.Min(1, 1.6f * inside);
                scene.Tint(row * scene.Pixels + column, light, light, light);
            }
        }
    }
}
