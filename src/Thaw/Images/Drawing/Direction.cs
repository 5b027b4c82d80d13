using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>A unit vector in the plane.</summary>
internal readonly record struct Direction(float X, float Y)
{
    /// <summary>Uniform over the circle: a point uniform in the disc, by rejection, drawn out to the rim.</summary>
    public static Direction Random(ref Pcg32 random)
    {
        while (true)
        {
            float x = 2 * random.NextFloat() - 1;
            float y = 2 * random.NextFloat() - 1;
            float square = x * x + y * y;
            if (square is > 0.01f and <= 1)
                return Toward(x, y);
        }
    }

    /// <summary>The direction of a vector that is not zero.</summary>
    public static Direction Toward(float x, float y)
    {
        float length = MathF.Sqrt(x * x + y * y);
        return new Direction(x / length, y / length);
    }

    /// <summary>Turned by an angle whose tangent is given.</summary>
    public Direction Turn(float tangent) => Toward(X - tangent * Y, Y + tangent * X);

    /// <summary>How far a vector reaches this way.</summary>
    public float Dot(float x, float y) => X * x + Y * y;

    /// <summary>How far a vector reaches to the left of this way.</summary>
    public float Cross(float x, float y) => X * y - Y * x;
}
