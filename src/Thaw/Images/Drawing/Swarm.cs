using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>Places all over a picture: a square lattice, turned any way, each of its points shifted at random.</summary>
internal static class Swarm
{
    /// <summary>Draws places; a few lie beyond the rim.</summary>
    /// <param name="cell">From a point of the lattice to the next, in the scene's lengths.</param>
    /// <param name="shift">The most that a point is shifted along each of the lattice's ways, in cells.</param>
    /// <param name="random">Where the choices come from.</param>
    public static List<(float X, float Y)> Scatter(float cell, float shift, ref Pcg32 random)
    {
        Direction along = Direction.Random(ref random);
        var places = new List<(float X, float Y)>();
        int half = (int)MathF.Ceiling(46 / cell);
        for (int row = -half; row < half; row++)
        {
            for (int column = -half; column < half; column++)
            {
                float u = (column + 0.5f + random.Between(-shift, shift)) * cell, v = (row + 0.5f + random.Between(-shift, shift)) * cell;
                float x = 32 + along.X * u - along.Y * v, y = 32 + along.Y * u + along.X * v;
                if (x is > -3 and < 67 && y is > -3 and < 67)
                    places.Add((x, y));
            }
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(places));
        return places;
    }
}
