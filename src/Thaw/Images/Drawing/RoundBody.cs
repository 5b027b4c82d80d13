using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>
/// A smooth body turned on a lathe, as fruits, eggs, pears and pebbles are: at a part t of its half-length, from -1 to 1, its
/// radius is <c>girth * sqrt(1 - t^2) * (1 + taper t + waist t^2)</c>.
/// </summary>
internal sealed class RoundBody : Body
{
    private readonly Direction _axis;
    private readonly float _length, _girth, _taper, _waist;

    private RoundBody(float x, float y, Direction axis, float length, float girth, float taper, float waist)
        : base(x, y, 1.6f * Math.Max(length, girth)) =>
        (_axis, _length, _girth, _taper, _waist) = (axis, length, girth, taper, waist);

    public override float Girth => 0.5f * (_length + _girth);

    /// <summary>Draws one whose outline encloses about as much as a circle of this radius.</summary>
    public static RoundBody Random(float x, float y, float radius, ref Pcg32 random)
    {
        float slender = random.Chance(0.5f) ? random.Between(0.85f, 1.05f) : random.Between(0.5f, 0.85f);
        float root = MathF.Sqrt(slender);
        return new RoundBody(x, y, Direction.Random(ref random), radius / root, radius * root,
            random.Between(-0.3f, 0.3f), random.Between(-0.2f, 0.2f));
    }

    public override bool Meet(float x, float y, out Facing facing)
    {
        float t = _axis.Dot(x, y) / _length, s = _axis.Cross(x, y);
        facing = default;
        float round = 1 - t * t;
        if (round <= 0)
            return false;
        float shape = 1 + t * (_taper + _waist * t), root = MathF.Sqrt(round);
        float radius = _girth * root * shape;
        if (Math.Abs(s) >= radius)
            return false;
        float across = s / radius, depth = MathF.Sqrt(1 - across * across);
        // The normal leans against the slope of the radius
        float slope = _girth * (root * (_taper + 2 * _waist * t) - t / root * shape) / _length;
        float scale = 1 / MathF.Sqrt(1 + slope * slope);
        float along = -slope * scale, outward = across * scale;
        facing = new Facing(_axis.X * along - _axis.Y * outward, _axis.Y * along + _axis.X * outward, depth * scale,
            _length * t, _girth * across * (1 + 0.35f * across * across));
        return true;
    }
}
