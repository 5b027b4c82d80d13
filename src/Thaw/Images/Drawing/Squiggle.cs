namespace Thaw.Images.Drawing;

/// <summary>
/// A sign of two arcs of 135 degrees that meet in the middle, the first closed by its chord like a bow by its string, the second a
/// loose tail. The tail bends to the bow's side or to the other; both signs are as long, as wide and as much bent.
/// </summary>
/// <param name="X">Its middle.</param>
/// <param name="Y">Its middle.</param>
/// <param name="Along">Which way the tail points.</param>
/// <param name="Radius">The arcs'.</param>
/// <param name="Bow">1 or -1: the side of the bow.</param>
/// <param name="Tail">1 or -1: the side of the tail.</param>
internal readonly record struct Squiggle(float X, float Y, Direction Along, float Radius, int Bow, int Tail)
{
    private const float Diagonal = 0.70710678f;

    /// <summary>No place of the sign is farther from the middle.</summary>
    public float Reach => 1.9f * Radius;

    /// <summary>How far a place is from the sign's lines.</summary>
    /// <param name="x">From the middle to the right.</param>
    /// <param name="y">From the middle down.</param>
    public float Distance(float x, float y)
    {
        float u = Along.Dot(x, y) / Radius, v = Along.Cross(x, y) / Radius;
        return Radius * MathF.Min(Arc(u - 1, Tail * v), MathF.Min(Arc(-u - 1, Bow * v), Chord(-u - 1, Bow * v)));
    }

    /// <summary>Distance from the part of the unit circle between 45 and 180 degrees.</summary>
    private static float Arc(float x, float y)
    {
        if (y >= 0 && y >= x)
            return MathF.Abs(MathF.Sqrt(x * x + y * y) - 1);
        float end = (x - Diagonal) * (x - Diagonal) + (y - Diagonal) * (y - Diagonal), joint = (x + 1) * (x + 1) + y * y;
        return MathF.Sqrt(MathF.Min(end, joint));
    }

    /// <summary>Distance from the line between that arc's ends.</summary>
    private static float Chord(float x, float y)
    {
        const float right = 1 + Diagonal, up = Diagonal;
        float along = Math.Clamp(((x + 1) * right + y * up) / (right * right + up * up), 0, 1);
        float fromX = x + 1 - along * right, fromY = y - along * up;
        return MathF.Sqrt(fromX * fromX + fromY * fromY);
    }
}
