using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>One light from far away and the light of the sky.</summary>
/// <param name="X">Where the light comes from: to the right.</param>
/// <param name="Y">Down.</param>
/// <param name="Z">Towards the eye; the three together have length 1.</param>
/// <param name="Sky">Part of the light that comes from everywhere, 0 to 1.</param>
/// <param name="Warmth">How much redder than blue the lamp is; below 0 bluer.</param>
internal readonly record struct Lamp(float X, float Y, float Z, float Sky, float Warmth)
{
    /// <summary>A lamp or sun somewhere above.</summary>
    public static Lamp Random(ref Pcg32 random)
    {
        Direction side = Direction.Random(ref random);
        float high = random.Between(0.35f, 0.85f), flat = MathF.Sqrt(1 - high * high);
        // Mostly from above, as daylight and lamps fall
        float y = random.Chance(0.85f) ? -Math.Abs(side.Y) : side.Y;
        return new Lamp(flat * side.X, flat * y, high, random.Between(0.25f, 0.6f), random.Between(-0.12f, 0.2f));
    }

    /// <summary>How bright a place is whose surface faces this way, about 0 to 1.1.</summary>
    public float On(float x, float y, float z) =>
        Sky * (0.8f - 0.25f * y) + (1 - Sky) * 1.15f * Math.Max(0, X * x + Y * y + Z * z);

    /// <summary>The mirrored lamp on a glossy surface, 0 to 1.</summary>
    public float Highlight(float x, float y, float z)
    {
        // Half way between the lamp and the eye
        float length = MathF.Sqrt(X * X + Y * Y + (Z + 1) * (Z + 1));
        float facing = Math.Max(0, (X * x + Y * y + (Z + 1) * z) / length);
        float square = facing * facing, fourth = square * square, eighth = fourth * fourth;
        return eighth * eighth * eighth;
    }
}
