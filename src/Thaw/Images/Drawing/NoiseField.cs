namespace Thaw.Images.Drawing;

/// <summary>
/// Smooth noise over the plane: random values on a lattice, blended smoothly between its points (value noise), in octaves of
/// half the length and a part of the strength each. What it gives at a place depends on the place and the seed alone.
/// </summary>
/// <param name="seed">Picks the field.</param>
internal sealed class NoiseField(uint seed)
{
    /// <summary>One octave, in [-1, 1].</summary>
    /// <param name="x">Place in lattice lengths.</param>
    /// <param name="y">Place in lattice lengths.</param>
    /// <param name="octave">Different octaves are unrelated.</param>
    public float Octave(float x, float y, uint octave)
    {
        int column = (int)MathF.Floor(x);
        int row = (int)MathF.Floor(y);
        float u = Smooth(x - column);
        float v = Smooth(y - row);
        float upper = Mix(Value(column, row, octave), Value(column + 1, row, octave), u);
        float lower = Mix(Value(column, row + 1, octave), Value(column + 1, row + 1, octave), u);
        return Mix(upper, lower, v);
    }

    /// <summary>A sum of octaves, about in [-1, 1].</summary>
    /// <param name="x">Place.</param>
    /// <param name="y">Place.</param>
    /// <param name="length">Length of the first lattice; each next one is half as long.</param>
    /// <param name="octaves">How many.</param>
    /// <param name="persistence">Strength of an octave over that of the one before.</param>
    public float Fractal(float x, float y, float length, int octaves, float persistence)
    {
        float sum = 0, strength = 1, total = 0;
        for (uint octave = 0; octave < octaves; octave++)
        {
            sum += strength * Octave(x / length, y / length, octave);
            total += strength;
            strength *= persistence;
            length *= 0.5f;
        }
        return sum / total;
    }

    /// <summary>The stone that covers a place, of those scattered one to a lattice square: a value in [-1, 1] of its own.</summary>
    /// <param name="x">Place in lattice lengths.</param>
    /// <param name="y">Place in lattice lengths.</param>
    /// <param name="edge">How clearly the place is nearer to its stone than to the next: 0 at the border.</param>
    public float Stone(float x, float y, out float edge)
    {
        int column = (int)MathF.Floor(x);
        int row = (int)MathF.Floor(y);
        float nearest = float.MaxValue, second = float.MaxValue, value = 0;
        for (int j = row - 1; j <= row + 1; j++)
        {
            for (int i = column - 1; i <= column + 1; i++)
            {
                float dx = i + 0.5f + 0.5f * Value(i, j, 100) - x;
                float dy = j + 0.5f + 0.5f * Value(i, j, 101) - y;
                float distance = dx * dx + dy * dy;
                if (distance >= second)
                    continue;
                second = distance;
                if (distance >= nearest)
                    continue;
                (nearest, second) = (distance, nearest);
                value = Value(i, j, 102);
            }
        }
        edge = MathF.Sqrt(second) - MathF.Sqrt(nearest);
        return value;
    }

    /// <summary>The value at a lattice point: its coordinates, well mixed, in [-1, 1).</summary>
    private float Value(int column, int row, uint octave)
    {
        uint hash = seed ^ (octave * 0x9E3779B1);
        hash = (hash ^ (uint)column) * 0x85EBCA77;
        hash ^= hash >> 15;
        hash = (hash ^ (uint)row) * 0xC2B2AE3D;
        hash ^= hash >> 13;
        hash *= 0x27D4EB2F;
        hash ^= hash >> 16;
        return (hash >> 8) * (2f / (1 << 24)) - 1;
    }

    private static float Smooth(float t) => t * t * (3 - 2 * t);

    private static float Mix(float a, float b, float t) => a + (b - a) * t;
}
