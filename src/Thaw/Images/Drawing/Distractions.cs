using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>
/// What sound and broken surfaces have alike, and what looks a little like a crack: joints, scratches, veins, edges of shadows and
/// of paint, wires and their shadows, chips.
/// </summary>
internal static class Distractions
{
    /// <summary>Adds a few to a scene.</summary>
    /// <param name="scene">Changed in place.</param>
    /// <param name="random">Where the choices come from.</param>
    /// <param name="count">How many.</param>
    public static void Add(Scene scene, ref Pcg32 random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            switch (random.NextInt(8))
            {
                case 0:
                    Joint(scene, ref random);
                    break;
                case 1 or 2:
                    Scratch(scene, ref random);
                    break;
                case 3:
                    Edge(scene, ref random, shadow: true);
                    break;
                case 4:
                    Edge(scene, ref random, shadow: false);
                    break;
                case 5:
                    Vein(scene, ref random);
                    break;
                case 6:
                    Wire(scene, ref random);
                    break;
                default:
                    Chips(scene, ref random);
                    break;
            }
        }
    }

    /// <summary>A straight gap between two slabs, from side to side.</summary>
    private static void Joint(Scene scene, ref Pcg32 random)
    {
        float x = random.Between(6, 58), y = random.Between(6, 58);
        Direction along = random.Chance(0.6f) ? (random.Chance(0.5f) ? new Direction(1, 0) : new Direction(0, 1)).Turn(0.08f * random.Bell())
            : Direction.Random(ref random);
        float width = random.Between(0.8f, 3.2f);
        float depth = random.Between(0.4f, 1.6f), shade = random.Between(0.2f, 0.75f);
        for (float t = -96; t < 96; t += 3)
        {
            float here = width * random.Between(0.85f, 1.15f);
            new Stroke(x + along.X * t, y + along.Y * t, x + along.X * (t + 3), y + along.Y * (t + 3), here, here)
                .Carve(scene, depth, shade * random.Between(0.85f, 1));
        }
    }

    /// <summary>A thin smooth line, light or dark, straight or in a gentle arc.</summary>
    private static void Scratch(Scene scene, ref Pcg32 random)
    {
        float strength = random.Chance(0.5f) ? random.Between(0.12f, 0.4f) : random.Between(-0.5f, -0.15f);
        Arc(scene, ref random, random.Between(10, 60), random.Between(0.5f, 1.6f), (stroke, fading) => stroke.Draw(scene, strength * fading));
    }

    /// <summary>A light, crooked streak, as filled cracks and washed-out lime leave.</summary>
    private static void Vein(Scene scene, ref Pcg32 random)
    {
        Direction heading = Direction.Random(ref random);
        float x = random.Between(4, 60), y = random.Between(4, 60);
        float strength = random.Between(0.12f, 0.4f), width = random.Between(0.6f, 2.6f), wander = random.Between(0.2f, 0.5f);
        for (int steps = 8 + random.NextInt(40); steps > 0; steps--)
        {
            heading = heading.Turn(wander * random.Bell());
            float x1 = x + 1.3f * heading.X, y1 = y + 1.3f * heading.Y;
            new Stroke(x, y, x1, y1, width, width).Draw(scene, strength * random.Between(0.6f, 1));
            (x, y) = (x1, y1);
        }
    }

    /// <summary>Something thin that hangs before the surface, or its shadow: a smooth dark line through the picture.</summary>
    private static void Wire(Scene scene, ref Pcg32 random)
    {
        float shade = random.Between(0.25f, 0.7f);
        Arc(scene, ref random, 200, random.Between(0.8f, 2.2f), (stroke, _) => stroke.Carve(scene, 0, shade));
    }

    private static void Arc(Scene scene, ref Pcg32 random, float length, float width, Action<Stroke, float> draw)
    {
        Direction heading = Direction.Random(ref random);
        float x = random.Between(8, 56) - heading.X * length / 2, y = random.Between(8, 56) - heading.Y * length / 2;
        float bend = random.Chance(0.4f) ? 0 : 0.025f * random.Bell();
        for (float t = 0; t < length; t += 2)
        {
            float fading = Math.Min(1, 4 * Math.Min(t + 1, length - t) / length);
            heading = heading.Turn(bend);
            float x1 = x + heading.X * 2, y1 = y + heading.Y * 2;
            draw(new Stroke(x, y, x1, y1, width, width), fading);
            (x, y) = (x1, y1);
        }
    }

    /// <summary>A straight border: a shadow lies on one side of it, or another coat of paint.</summary>
    private static void Edge(Scene scene, ref Pcg32 random, bool shadow)
    {
        var frayed = new NoiseField(random.NextUInt());
        float x0 = random.Between(8, 56), y0 = random.Between(8, 56);
        Direction across = Direction.Random(ref random);
        float soft = shadow ? random.Between(1, 12) : random.Between(0.5f, 1.5f);
        float fray = shadow ? random.Between(0, 1) : random.Between(0, 3);
        float strength = shadow ? random.Between(0.15f, 0.5f) : random.Between(-0.12f, 0.3f);
        float warm = shadow ? 0.05f : random.Between(-0.1f, 0.1f);
        for (int i = 0; i < scene.Light.Length; i++)
        {
            float x = scene.At(i % scene.Pixels), y = scene.At(i / scene.Pixels);
            float distance = across.Dot(x - x0, y - y0) + fray * frayed.Fractal(x, y, 8, 4, 0.6f);
            float inside = Math.Clamp(distance / soft + 0.5f, 0, 1) * strength;
            scene.Tint(i, 1 - inside * (1 + warm), 1 - inside, 1 - inside * (1 - warm));
        }
    }

    /// <summary>A cluster of small broken-out spots.</summary>
    private static void Chips(Scene scene, ref Pcg32 random)
    {
        float x0 = random.Between(6, 58), y0 = random.Between(6, 58), spread = random.Between(2, 9);
        for (int count = 3 + random.NextInt(9); count > 0; count--)
        {
            float x = x0 + spread * random.Bell(), y = y0 + spread * random.Bell();
            Direction along = Direction.Random(ref random);
            float length = random.Between(0.2f, 3), width = random.Between(0.5f, 1.8f);
            new Stroke(x, y, x + along.X * length, y + along.Y * length, width, width * random.Between(0.4f, 1))
                .Carve(scene, random.Between(0.3f, 1.2f), random.Between(0.15f, 0.6f));
        }
    }
}
