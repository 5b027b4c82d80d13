namespace Thaw.Images.Drawing;

/// <summary>A circle of a thin line, closed or with a gap of 43 degrees, cut off straight.</summary>
/// <param name="X">Its middle.</param>
/// <param name="Y">Its middle.</param>
/// <param name="Gap">Where the gap is.</param>
/// <param name="Radius">From the middle to the line.</param>
/// <param name="IsOpen">Whether it has the gap.</param>
internal readonly record struct Loop(float X, float Y, Direction Gap, float Radius, bool IsOpen)
{
    /// <summary>Cosine of half of the gap's angle.</summary>
    private const float HalfGap = 0.93f;

    /// <summary>How far a place is from the line; as far as from the middle to the line, at least, in the gap.</summary>
    /// <param name="x">From the middle to the right.</param>
    /// <param name="y">From the middle down.</param>
    public float Distance(float x, float y)
    {
        float from = MathF.Sqrt(x * x + y * y);
        return IsOpen && Gap.Dot(x, y) > HalfGap * from ? Math.Max(Radius, from) : MathF.Abs(from - Radius);
    }
}
