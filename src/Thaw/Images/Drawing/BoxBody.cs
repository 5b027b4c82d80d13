using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>A body with flat faces and straight edges, as crates, bricks and cartons have, turned any way in space.</summary>
internal sealed class BoxBody : Body
{
    private readonly Face[] _faces;

    private BoxBody(float x, float y, float reach, float girth, Face[] faces)
        : base(x, y, reach) =>
        (Girth, _faces) = (girth, faces);

    public override float Girth { get; }

    /// <summary>Draws one whose outline encloses about as much as a circle of this radius.</summary>
    /// <param name="x">Its middle.</param>
    /// <param name="y">Its middle.</param>
    /// <param name="radius">The circle's.</param>
    /// <param name="tilt">0 for one face towards the eye, 1 for turned any way.</param>
    /// <param name="random">Where the choices come from.</param>
    public static BoxBody Random(float x, float y, float radius, float tilt, ref Pcg32 random)
    {
        (float X, float Y, float Z)[] axes = Axes(tilt, ref random);
        float[] half = [1, random.Between(0.55f, 1), random.Between(0.4f, 1)];
        // The outline is as large as the faces that are seen
        float area = 0;
        for (int i = 0; i < 3; i++)
            area += 4 * half[(i + 1) % 3] * half[(i + 2) % 3] * Math.Abs(axes[i].Z);
        float scale = radius * MathF.Sqrt(3.1415927f / area);
        float reach = scale * MathF.Sqrt(half[0] * half[0] + half[1] * half[1] + half[2] * half[2]);
        var faces = new Face[3];
        for (int i = 0; i < 3; i++)
        {
            int j = (i + 1) % 3, k = (i + 2) % 3;
            faces[i] = new Face(axes[i], axes[j], axes[k], half[i] * scale, half[j] * scale, half[k] * scale, 40 * i);
        }
        return new BoxBody(x, y, reach, radius, faces);
    }

    public override bool Meet(float x, float y, out Facing facing)
    {
        foreach (Face face in _faces)
        {
            if (face.Meet(x, y, out facing))
                return true;
        }
        facing = default;
        return false;
    }

    /// <summary>Three directions at right angles, uniform over all turns, each towards the eye: from a random quaternion,
    /// tilted less if wished.</summary>
    private static (float X, float Y, float Z)[] Axes(float tilt, ref Pcg32 random)
    {
        while (true)
        {
            float a = random.Between(-1, 1), b = random.Between(-1, 1), c = random.Between(-1, 1), d = random.Between(-1, 1);
            float square = a * a + b * b + c * c + d * d;
            if (square is < 0.01f or > 1)
                continue;
            // Without b and c it turns about the line of sight alone
            b *= tilt;
            c *= tilt;
            square = a * a + b * b + c * c + d * d;
            if (square < 0.01f)
                continue;
            float s = 2 / square;
            (float X, float Y, float Z)[] axes =
            [
                (1 - s * (c * c + d * d), s * (b * c + a * d), s * (b * d - a * c)),
                (s * (b * c - a * d), 1 - s * (b * b + d * d), s * (c * d + a * b)),
                (s * (b * d + a * c), s * (c * d - a * b), 1 - s * (b * b + c * c)),
            ];
            for (int i = 0; i < 3; i++)
            {
                if (axes[i].Z < 0)
                    axes[i] = (-axes[i].X, -axes[i].Y, -axes[i].Z);
            }
            return axes;
        }
    }

    /// <summary>A parallelogram on the picture: a face of the box that is turned to the eye.</summary>
    private sealed class Face((float X, float Y, float Z) normal, (float X, float Y, float Z) first, (float X, float Y, float Z) second,
        float height, float halfFirst, float halfSecond, float offset)
    {
        private readonly float _determinant = first.X * second.Y - first.Y * second.X;

        public bool Meet(float x, float y, out Facing facing)
        {
            facing = default;
            if (Math.Abs(_determinant) < 1e-4f)
                return false;
            x -= height * normal.X;
            y -= height * normal.Y;
            float u = (x * second.Y - y * second.X) / _determinant, v = (first.X * y - first.Y * x) / _determinant;
            if (Math.Abs(u) > halfFirst || Math.Abs(v) > halfSecond)
                return false;
            facing = new Facing(normal.X, normal.Y, normal.Z, u + offset, v + offset);
            return true;
        }
    }
}
