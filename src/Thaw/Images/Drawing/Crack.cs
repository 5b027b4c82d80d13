using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>
/// A crack: a walk that keeps its heading but for small turns and sudden kinks, of a width that wavers and thins out towards
/// its ends, with branches.
/// </summary>
internal static class Crack
{
    private const float Step = 1.1f;

    /// <summary>Breaks a surface.</summary>
    public static void Break(Scene scene, ref Pcg32 random)
    {
        float width = random.Between(0.65f, 1.9f);
        float shade = random.Between(0.25f, 0.75f);
        float depth = random.Between(0.2f, 0.9f);
        Direction heading = Direction.Random(ref random);
        // It passes near the middle, so that it is in the picture; each half walks its own way
        float x = random.Between(16, 48), y = random.Between(16, 48);
        float reach = random.Between(18, 70);
        Walk(scene, ref random, x, y, heading, reach, width, depth, shade, branches: 1 + random.NextInt(2));
        Walk(scene, ref random, x, y, new Direction(-heading.X, -heading.Y), random.Between(12, 70), width, depth, shade, branches: random.NextInt(2));
    }

    private static void Walk(
        Scene scene, ref Pcg32 random, float x, float y, Direction heading, float reach, float width, float depth, float shade, int branches)
    {
        int steps = (int)(reach / Step);
        float kinks = random.Between(0.08f, 0.3f);
        float wander = random.Between(0.15f, 0.4f);
        Direction aim = heading;
        float wavering = 1;
        float before = width;
        for (int i = 0; i < steps && x is > -4 and < 68 && y is > -4 and < 68; i++)
        {
            // Small turns, now and then a kink, and a pull back to where the crack was heading
            heading = heading.Turn(wander * random.Bell());
            if (random.Chance(kinks))
                heading = heading.Turn(random.Between(-1.1f, 1.1f));
            heading = Direction.Toward(heading.X + 0.35f * aim.X, heading.Y + 0.35f * aim.Y);
            wavering = Math.Clamp(wavering + 0.22f * random.Bell(), 0.35f, 1.5f);
            float fading = Math.Min(1, 2.5f * (steps - i) / steps);
            float now = Math.Max(width * wavering * fading, 0.25f);
            float x1 = x + heading.X * Step, y1 = y + heading.Y * Step;
            new Stroke(x, y, x1, y1, before, now).Carve(scene, depth, shade * Math.Clamp(0.55f + 0.45f * wavering, 0, 1));
            (x, y, before) = (x1, y1, now);
            if (branches > 0 && random.Chance(0.05f))
            {
                branches--;
                Direction side = heading.Turn(random.Chance(0.5f) ? random.Between(0.5f, 1.6f) : random.Between(-1.6f, -0.5f));
                Walk(scene, ref random, x, y, side, random.Between(6, 26), width * random.Between(0.4f, 0.8f), depth, shade * 0.9f, 0);
            }
        }
    }
}
