namespace Thaw.Serving;

/// <summary>A heat map as the network gives it: a number 0 to 1 a cell of a layer's output, and where these cells lie on a picture.</summary>
/// <param name="values">[rows, columns].</param>
/// <param name="columns">Cells in a row.</param>
/// <param name="rows">Rows of cells.</param>
/// <param name="across">How many cells the network's input is wide, at least <paramref name="columns"/>: pooling leaves an odd last column out.</param>
/// <param name="down">The same for its height.</param>
internal sealed class HeatGrid(float[] values, int columns, int rows, float across, float down)
{
    private static readonly string[] Places = ["upper left", "top", "upper right", "left", "middle", "right", "lower left", "bottom", "lower right"];

    public ReadOnlySpan<float> Values => values;

    public int Columns => columns;

    public int Rows => rows;

    /// <summary>Whether all is zero.</summary>
    public bool IsEmpty { get; } = !values.AsSpan().ContainsAnyExcept(0f);

    /// <summary>The ninth of the picture that the largest value's centre lies in, the first of equal ones; <c>nowhere</c> where all is zero.</summary>
    public string Strongest
    {
        get
        {
            if (IsEmpty)
                return "nowhere";
            int best = 0;
            for (int i = 1; i < values.Length; i++)
                best = values[i] > values[best] ? i : best;
            return Places[3 * Third(best / columns, down) + Third(best % columns, across)];
        }
    }

    /// <summary>Enlarges the map to a picture's size, bilinear between the centres of cells, level beyond the outer ones.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="row">Called for each row from the top with its number and <paramref name="width"/> values, which are valid during the call.</param>
    public void Enlarge(int width, int height, Action<int, float[]> row)
    {
        (int First, int Second, float Share)[] places = [.. Enumerable.Range(0, width).Select(x => Place(x, width, columns, across))];
        float[] line = new float[width];
        for (int y = 0; y < height; y++)
        {
            (int first, int second, float share) = Place(y, height, rows, down);
            ReadOnlySpan<float> upper = values.AsSpan(first * columns, columns), lower = values.AsSpan(second * columns, columns);
            for (int x = 0; x < width; x++)
            {
                (int left, int right, float part) = places[x];
                float above = upper[left] + part * (upper[right] - upper[left]), below = lower[left] + part * (lower[right] - lower[left]);
                line[x] = above + share * (below - above);
            }
            row(y, line);
        }
    }

    // The cells on both sides of a pixel's centre, and how far it lies towards the second
    private static (int First, int Second, float Share) Place(int pixel, int pixels, int cells, float span)
    {
        double place = Math.Clamp((pixel + 0.5) / pixels * span - 0.5, 0, cells - 1);
        int first = (int)place;
        return (first, Math.Min(first + 1, cells - 1), (float)(place - first));
    }

    private static int Third(int cell, float span) => Math.Clamp((int)((cell + 0.5) / span * 3), 0, 2);
}
