using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>The bare surface: concrete, plaster or asphalt, with its grain, stains and pits.</summary>
internal static class SurfaceTexture
{
    private static readonly (float Red, float Green, float Blue)[] Plasters =
        [(205, 195, 175), (222, 218, 210), (190, 168, 138), (168, 182, 188), (200, 152, 122), (188, 190, 170)];

    /// <summary>Fills a scene with a surface drawn at random.</summary>
    public static void Lay(Scene scene, ref Pcg32 random)
    {
        switch (random.NextInt(3))
        {
            case 0:
                Concrete(scene, ref random);
                break;
            case 1:
                Plaster(scene, ref random);
                break;
            default:
                Asphalt(scene, ref random);
                break;
        }
        for (int stains = random.NextInt(4); stains > 0; stains--)
            Stain(scene, ref random);
    }

    private static void Concrete(Scene scene, ref Pcg32 random)
    {
        Paint(scene, ref random, Grey(ref random, 105, 195));
        Grain(scene, ref random, colour: random.Between(0.08f, 0.3f), height: random.Between(0.2f, 0.9f), stretch: 1);
        for (int pits = random.NextInt(14); pits > 0; pits--)
            Pit(scene, ref random);
    }

    private static void Plaster(Scene scene, ref Pcg32 random)
    {
        Paint(scene, ref random, Plasters[random.NextInt(Plasters.Length)]);
        Grain(scene, ref random, colour: random.Between(0.03f, 0.14f), height: random.Between(0.3f, 1.3f), stretch: random.Between(1, 4));
        for (int pits = random.NextInt(4); pits > 0; pits--)
            Pit(scene, ref random);
    }

    private static void Asphalt(Scene scene, ref Pcg32 random)
    {
        Paint(scene, ref random, Grey(ref random, 65, 140));
        var stones = new NoiseField(random.NextUInt());
        float size = random.Between(1.6f, 3.4f);
        float strength = random.Between(0.12f, 0.32f);
        for (int i = 0; i < scene.Height.Length; i++)
        {
            float stone = stones.Stone(scene.At(i % scene.Pixels) / size, scene.At(i / scene.Pixels) / size, out float edge);
            float tint = 1 + strength * stone;
            scene.Tint(i, tint, tint, tint);
            scene.Height[i] += 0.5f * Math.Min(edge * 2, 1) + 0.3f * stone;
        }
        Grain(scene, ref random, colour: random.Between(0.06f, 0.2f), height: random.Between(0.2f, 0.8f), stretch: 1);
    }

    private static (float, float, float) Grey(ref Pcg32 random, float low, float high)
    {
        float level = random.Between(low, high);
        float warm = random.Between(-0.05f, 0.09f);
        return (level * (1 + warm), level * (1 + 0.3f * warm), level * (1 - warm));
    }

    private static void Paint(Scene scene, ref Pcg32 random, (float Red, float Green, float Blue) colour)
    {
        float level = random.Between(0.8f, 1.1f);
        Array.Fill(scene.Red, colour.Red * level);
        Array.Fill(scene.Green, colour.Green * level);
        Array.Fill(scene.Blue, colour.Blue * level);
    }

    /// <summary>Fractal noise in colour and, unrelated, in height; stretched one way like the marks of a trowel.</summary>
    private static void Grain(Scene scene, ref Pcg32 random, float colour, float height, float stretch)
    {
        var colours = new NoiseField(random.NextUInt());
        var heights = new NoiseField(random.NextUInt());
        Direction along = Direction.Random(ref random);
        float length = random.Between(8, 40);
        float persistence = random.Between(0.5f, 0.75f);
        float roughness = random.Between(0.55f, 0.85f);
        float warmth = random.Between(0, 0.25f);
        for (int i = 0; i < scene.Height.Length; i++)
        {
            float x = scene.At(i % scene.Pixels), y = scene.At(i / scene.Pixels);
            float u = along.Dot(x, y) / stretch, v = along.Cross(x, y);
            float tone = colour * colours.Fractal(u, v, length, 6, persistence);
            scene.Tint(i, 1 + tone * (1 + warmth), 1 + tone, 1 + tone * (1 - warmth));
            scene.Height[i] += height * heights.Fractal(u, v, 6, 4, roughness);
        }
    }

    /// <summary>A blot with a frayed, soft rim, darker or lighter than its surroundings.</summary>
    private static void Stain(Scene scene, ref Pcg32 random)
    {
        var rim = new NoiseField(random.NextUInt());
        float x0 = random.Between(-5, 69), y0 = random.Between(-5, 69);
        float radius = random.Between(4, 22), squeeze = random.Between(0.4f, 1), soft = random.Between(0.1f, 0.6f);
        Direction along = Direction.Random(ref random);
        float strength = random.Between(-0.3f, 0.14f), rust = random.Chance(0.25f) ? random.Between(0.05f, 0.2f) : 0;
        for (int i = 0; i < scene.Height.Length; i++)
        {
            float x = scene.At(i % scene.Pixels) - x0, y = scene.At(i / scene.Pixels) - y0;
            float u = along.Dot(x, y), v = along.Cross(x, y) / squeeze;
            float distance = MathF.Sqrt(u * u + v * v) / radius + 0.5f * rim.Fractal(x, y, 9, 4, 0.6f);
            float inside = Math.Clamp((1 - distance) / soft, 0, 1) * strength;
            scene.Tint(i, 1 + inside * (1 - rust), 1 + inside, 1 + inside - rust * Math.Abs(inside) * 3);
        }
    }

    /// <summary>A small hole, as air bubbles leave in concrete.</summary>
    private static void Pit(Scene scene, ref Pcg32 random)
    {
        float x = random.Between(0, 64), y = random.Between(0, 64);
        float chance = random.NextFloat();
        float width = 0.9f + 2.6f * chance * chance * chance;
        Direction along = Direction.Random(ref random);
        float length = random.Between(0, 0.6f) * width;
        var dot = new Stroke(x, y, x + along.X * length, y + along.Y * length, width, width);
        dot.Carve(scene, depth: random.Between(0.3f, 1.5f), shade: random.Between(0.1f, 0.65f));
    }
}
