using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Thaw.Kernels;

/// <summary>Takes tiles from a tensor into the planes of the transform, and back. Tiles that reach over the edge go through a patch.</summary>
internal static unsafe class WinogradTiles
{
    /// <summary>Maps with up to so many channels are large and come from far, and a tile's rows are too short for the processor to see them coming: it
    /// pays to bring pixels near. With more channels it is no gain.</summary>
    public const int PrefetchChannels = 128;

    /// <summary>How many tiles ahead of the one that is read.</summary>
    public const int TilesAhead = 4;

    private const int PatchFloats = 16 * WinogradPanels.Width;

    private static readonly float* _zeros = (float*)NativeMemory.AllocZeroed(WinogradPanels.Width, sizeof(float));

    /// <summary>Floats of the scratch memory that <see cref="Read{TSimd, TVector}"/>, <see cref="Write{TSimd, TVector}"/> and <see cref="Patch{TSimd, TVector}"/> need.</summary>
    public static int ScratchLength(int channels) => Math.Max((36 * channels + 15) / 16 * 16, 3 * PatchFloats);

    /// <summary>Transforms the 6x6 pixels around a tile.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="place">Where the tile lies.</param>
    /// <param name="isShort">Whether the tile is short down its columns, and across its rows (see <see cref="WinogradOrder"/>).</param>
    /// <param name="v">The tile's place in plane 0; overwritten.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats.</param>
    public static void Read<TSimd, TVector>(in WinogradGrid grid, float* x, int channels, in WinogradPlace place, (bool Down, bool Across) isShort,
        float* v, nint plane, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* pixels = Patch<TSimd, TVector>(grid, x, channels, place, -1, 6, scratch, out nint row);
        if (isShort.Down)
            Shorten<TSimd, TVector>(pixels, 6 * channels, 6 * channels, 1, 0);
        if (isShort.Across)
            Shorten<TSimd, TVector>(pixels, channels, channels, 6, 6 * channels);
        WinogradInput.Transform<TSimd, TVector>(pixels, row, channels, channels, v, plane);
    }

    /// <summary>
    /// Changes a copy of 6x6 pixels d, of which only d0, d1 and d2 lie within the map, so that <see cref="WinogradInput"/> makes F(2, 3)'s planes of it and
    /// nothing but zeros in rows 3 and 4 of the planes: with (d0, d1, d2, d1/2, d2/2, -d1/4) these are d0 - 2 d2, -3/2 (d2 ± p d1), 0, 0 and -d1/2, F(2, 3)'s
    /// rows of Bᵀ for the points 0, ±p and infinity, each times the ratio of what F(2, 3) and F(4, 3) divide the weights by.
    /// </summary>
    /// <param name="d">The copy; changed.</param>
    /// <param name="step">Floats from d0 to d1.</param>
    /// <param name="length">Floats in a row that are changed together.</param>
    /// <param name="count">How many such rows there are.</param>
    /// <param name="next">Floats from one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shorten<TSimd, TVector>(float* d, nint step, int length, int count, nint next)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int vectors = length / TSimd.Lanes * TSimd.Lanes;
        if (vectors < length)
            Shorten<SimdScalar, float>(d + vectors, step, length - vectors, count, next);
        for (int i = 0; i < count; i++, d += next)
        {
            for (int j = 0; j < vectors; j += TSimd.Lanes)
            {
                TVector d1 = TSimd.Load(d + step + j), d2 = TSimd.Load(d + 2 * step + j), zero = TSimd.Broadcast(0);
                TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(0.5f), d1, zero), d + 3 * step + j);
                TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(0.5f), d2, zero), d + 4 * step + j);
                TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-0.25f), d1, zero), d + 5 * step + j);
            }
        }
    }

    /// <summary>Brings a tile's 4x4 pixels near.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="place">The tile's place; it may lie beyond the last map.</param>
    /// <param name="offset">From the tile's first row and column to those of the pixels: of the 6x6 that a convolution reads, those from 1 on are the
    /// ones that no tile before has read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PrefetchPixels(in WinogradGrid grid, float* x, int channels, in WinogradPlace place, int offset)
    {
        if (!Sse.IsSupported)
            return;
        float* pixels = FirstPixel(grid, x, channels, place) + (nint)offset * (grid.Width + 1) * channels;
        for (int i = 0; i < 4; i++, pixels += (nint)grid.Width * channels)
        {
            for (int j = 0; j < 4 * channels; j += 16)
                Sse.Prefetch0(pixels + j);
        }
    }

    /// <summary>
    /// Fills the planes that a short tile has nothing in, so that <see cref="WinogradOutput"/> adds the point infinity to the second of the two pixels, as
    /// F(2, 3) has it, and not to the fourth alone: with m3 = -m4 = m5 / 2q, m3 + m4 is 0 and q (m3 - m4) is m5.
    /// </summary>
    /// <param name="m">The tile's place in plane 0.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="width">Channels.</param>
    /// <param name="isShort">Whether the tile is short down its columns, and across its rows.</param>
    public static void Complete<TSimd, TVector>(float* m, nint plane, int width, (bool Down, bool Across) isShort)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int i = 0; isShort.Down && i < 6; i++)
            Complete<TSimd, TVector>(m + (30 + i) * plane, m + (18 + i) * plane, m + (24 + i) * plane, width);
        for (int i = 0; isShort.Across && i < 6; i++)
            Complete<TSimd, TVector>(m + (6 * i + 5) * plane, m + (6 * i + 3) * plane, m + (6 * i + 4) * plane, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Complete<TSimd, TVector>(float* m5, float* m3, float* m4, int width)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        const float Half = 0.5f / WinogradPoints.Large;
        int c = 0;
        for (; c + TSimd.Lanes <= width; c += TSimd.Lanes)
        {
            TVector value = TSimd.Load(m5 + c), zero = TSimd.Broadcast(0);
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(Half), value, zero), m3 + c);
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-Half), value, zero), m4 + c);
        }
        for (; c < width; c++)
        {
            m3[c] = Half * m5[c];
            m4[c] = -m3[c];
        }
    }

    /// <summary>Where a tile's first pixel lies.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="place">The tile's place.</param>
    public static float* FirstPixel(in WinogradGrid grid, float* x, int channels, in WinogradPlace place) =>
        x + (((nint)place.Map * grid.Height + place.Row) * grid.Width + place.Column) * channels;

    /// <summary>Where a tile's square of pixels lies: in the tensor itself, or in a copy if it reaches over the edge.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="place">The tile's place.</param>
    /// <param name="offset">From the tile's first row and column to the square's.</param>
    /// <param name="side">Rows and columns of the square.</param>
    /// <param name="scratch">Room for the copy.</param>
    /// <param name="row">Floats from a row of the square to the next.</param>
    /// <param name="inner">Whether the first row and the last are not read.</param>
    /// <returns>The square's first pixel.</returns>
    public static float* Patch<TSimd, TVector>(in WinogradGrid grid, float* x, int channels, in WinogradPlace place, int offset, int side, float* scratch,
        out nint row, bool inner = false)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        (int map, int top, int left) = place;
        top += offset;
        left += offset;
        float* first = x + (nint)map * grid.Height * grid.Width * channels;
        if (grid.Contains(top, left, side))
        {
            row = (nint)grid.Width * channels;
            return first + ((nint)top * grid.Width + left) * channels;
        }
        row = side * channels;
        int margin = inner ? 1 : 0;
        grid.CopyOut<TSimd, TVector>(first, channels, top + margin, left, side - 2 * margin, side, scratch + margin * row);
        return scratch;
    }

    /// <summary>Transforms a tile of a panel back and writes its pixels.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="end">What becomes of the sums.</param>
    /// <param name="k">Channels of the whole tensor.</param>
    /// <param name="channel">The panel's first channel.</param>
    /// <param name="width">The panel's channels.</param>
    /// <param name="streaming">Whether the pixels are written past the caches.</param>
    /// <param name="place">The tile's place.</param>
    /// <param name="m">The tile's place in plane 0.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<TSimd, TVector>(in WinogradGrid grid, in ConvolutionEnd end, int k, int channel, int width, bool streaming, in WinogradPlace place,
        float* m, nint plane, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        (int map, int row, int column) = place;
        var halved = new WinogradGrid(grid.Height / 2, grid.Width / 2);
        nint start = (nint)map * grid.Height * grid.Width * k + channel, pooledStart = (nint)map * halved.Height * halved.Width * k + channel;
        var target = new WinogradTarget { Bias = end.Bias == null ? _zeros : end.Bias + channel, Relu = end.Relu };
        if (grid.Contains(row, column, 4))
        {
            nint within = start + ((nint)row * grid.Width + column) * k;
            target.Row = (nint)grid.Width * k;
            target.Column = k;
            target.Y = end.Y == null ? null : end.Y + within;
            target.Gate = end.Gate == null ? null : end.Gate + within;
            target.Streaming = streaming;
            target.Pooled = end.Pooled == null ? null : end.Pooled + pooledStart + ((nint)row / 2 * halved.Width + column / 2) * k;
            target.PooledRow = (nint)halved.Width * k;
            WinogradOutput.Transform<TSimd, TVector>(m, plane, width, target);
            return;
        }
        target.Row = 4 * width;
        target.Column = width;
        target.Y = scratch;
        if (end.Gate != null)
        {
            target.Gate = scratch + PatchFloats;
            grid.CopyTile(end.Gate + start, k, row, column, 4, target.Gate, width, toMap: false);
        }
        if (end.Pooled != null)
        {
            target.Pooled = scratch + 2 * PatchFloats;
            target.PooledRow = 2 * width;
        }
        WinogradOutput.Transform<TSimd, TVector>(m, plane, width, target);
        if (end.Y != null)
            grid.CopyTile(end.Y + start, k, row, column, 4, scratch, width, toMap: true);
        if (end.Pooled != null)
            halved.CopyTile(end.Pooled + pooledStart, k, row / 2, column / 2, 2, target.Pooled, width, toMap: true);
    }
}
