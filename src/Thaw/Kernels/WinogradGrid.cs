using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>The 4x4 tiles that cover a batch of maps, and how they are read and written. The last tile of a row or column may reach over the edge.</summary>
/// <param name="Height">Rows of a map.</param>
/// <param name="Width">Columns of a map.</param>
internal readonly unsafe record struct WinogradGrid(int Height, int Width)
{
    /// <summary>Tiles in a column and in a row.</summary>
    public int Down => (Height + 3) / 4;

    /// <inheritdoc cref="Down"/>
    public int Across => (Width + 3) / 4;

    /// <summary>Tiles of a map.</summary>
    public int PerMap => Down * Across;

    /// <summary>Where a tile lies if maps come one after the other, and in a map row after row.</summary>
    public WinogradPlace Place(int tile)
    {
        int map = Math.DivRem(tile, PerMap, out int within), down = Math.DivRem(within, Across, out int across);
        return new WinogradPlace(map, 4 * down, 4 * across);
    }

    /// <summary>Whether the square of pixels lies within the map.</summary>
    public bool Contains(int row, int column, int side) => row >= 0 && column >= 0 && row + side <= Height && column + side <= Width;

    /// <summary>Copies a square of pixels that reaches over the edge; what lies outside is zero.</summary>
    /// <param name="map">The map's first pixel.</param>
    /// <param name="channels">Floats from a pixel to the next.</param>
    /// <param name="row">First row, may be outside.</param>
    /// <param name="column">First column, may be outside.</param>
    /// <param name="rows">Rows of the square that are copied, from the first on.</param>
    /// <param name="side">Columns of the square.</param>
    /// <param name="patch">[rows, side, channels]; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyOut<TSimd, TVector>(float* map, int channels, int row, int column, int rows, int side, float* patch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int first = Math.Max(0, -column), end = Math.Min(side, Width - column);
        for (int i = 0; i < rows; i++, patch += side * channels)
        {
            if ((uint)(row + i) >= (uint)Height)
            {
                Clear<TSimd, TVector>(patch, side * channels);
                continue;
            }
            Clear<TSimd, TVector>(patch, first * channels);
            Copy<TSimd, TVector>(map + ((nint)(row + i) * Width + column + first) * channels, patch + first * channels, (end - first) * channels);
            Clear<TSimd, TVector>(patch + end * channels, (side - end) * channels);
        }
    }

    /// <summary>Copies those pixels of a square that lie within the map, between the map and a patch.</summary>
    /// <param name="map">The map's first pixel.</param>
    /// <param name="channels">Floats from a pixel of the map to the next.</param>
    /// <param name="row">First row, within.</param>
    /// <param name="column">First column, within.</param>
    /// <param name="side">Rows and columns of the square.</param>
    /// <param name="patch">[side, side, length].</param>
    /// <param name="length">Floats of a pixel that are copied.</param>
    /// <param name="toMap">From the patch to the map, or the other way.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyTile(float* map, int channels, int row, int column, int side, float* patch, int length, bool toMap)
    {
        int rows = Math.Min(side, Height - row), columns = Math.Min(side, Width - column);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                var outside = new Span<float>(patch + (i * side + j) * length, length);
                var inside = new Span<float>(map + ((nint)(row + i) * Width + column + j) * channels, length);
                (toMap ? outside : inside).CopyTo(toMap ? inside : outside);
            }
        }
    }

    // A few vectors at a time: a call of the runtime's own would cost more than the work
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TSimd, TVector>(float* source, float* target, int length)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int i = 0;
        for (; i + TSimd.Lanes <= length; i += TSimd.Lanes)
            TSimd.Store(TSimd.Load(source + i), target + i);
        for (; i < length; i++)
            target[i] = source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clear<TSimd, TVector>(float* target, int length)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int i = 0;
        for (; i + TSimd.Lanes <= length; i += TSimd.Lanes)
            TSimd.Store(TSimd.Broadcast(0), target + i);
        for (; i < length; i++)
            target[i] = 0;
    }
}
