using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Thaw.Kernels;

/// <summary>Takes tiles from a tensor into the planes of the transform, and back. Tiles that reach over the edge go through a patch.</summary>
internal static unsafe class WinogradTiles
{
    // Maps with so few channels are large and come from far; a tile's rows are too short for the processor to see them coming
    private const int PrefetchChannels = 128;

    private const int PatchFloats = 16 * WinogradPanels.Width;

    private static readonly float* _zeros = (float*)NativeMemory.AllocZeroed(WinogradPanels.Width, sizeof(float));

    /// <summary>Floats of the scratch memory that <see cref="Read{TSimd, TVector}"/>, <see cref="Write{TSimd, TVector}"/> and <see cref="Patch{TSimd, TVector}"/> need.</summary>
    public static int ScratchLength(int channels) => Math.Max((36 * channels + 15) / 16 * 16, 3 * PatchFloats);

    /// <summary>Transforms the 6x6 pixels around a tile.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="tile">The tile's number.</param>
    /// <param name="v">The tile's place in plane 0; overwritten.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats.</param>
    public static void Read<TSimd, TVector>(in WinogradGrid grid, float* x, int channels, int tile, float* v, nint plane, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* pixels = Patch<TSimd, TVector>(grid, x, channels, tile, -1, 6, scratch, out nint row);
        if (pixels != scratch && channels <= PrefetchChannels)
            Prefetch(pixels + 6 * channels, row, 4 * channels);
        WinogradInput.Transform<TSimd, TVector>(pixels, row, channels, channels, v, plane);
    }

    // Brings near what the next tile of the row has beyond this one
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Prefetch(float* pixels, nint row, int length)
    {
        if (!Sse.IsSupported)
            return;
        for (int i = 0; i < 6; i++, pixels += row)
        {
            for (int j = 0; j < length; j += 16)
                Sse.Prefetch0(pixels + j);
        }
    }

    /// <summary>Where a tile's first pixel lies.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="tile">The tile's number.</param>
    public static float* FirstPixel(in WinogradGrid grid, float* x, int channels, int tile)
    {
        (int map, int row, int column) = grid.Place(tile);
        return x + (((nint)map * grid.Height + row) * grid.Width + column) * channels;
    }

    /// <summary>Where a tile's square of pixels lies: in the tensor itself, or in a copy if it reaches over the edge.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="tile">The tile's number.</param>
    /// <param name="offset">From the tile's first row and column to the square's.</param>
    /// <param name="side">Rows and columns of the square.</param>
    /// <param name="scratch">Room for the copy.</param>
    /// <param name="row">Floats from a row of the square to the next.</param>
    public static float* Patch<TSimd, TVector>(in WinogradGrid grid, float* x, int channels, int tile, int offset, int side, float* scratch,
        out nint row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        (int map, int top, int left) = grid.Place(tile);
        top += offset;
        left += offset;
        float* first = x + (nint)map * grid.Height * grid.Width * channels;
        if (grid.Contains(top, left, side))
        {
            row = (nint)grid.Width * channels;
            return first + ((nint)top * grid.Width + left) * channels;
        }
        grid.CopyOut<TSimd, TVector>(first, channels, top, left, side, scratch);
        row = side * channels;
        return scratch;
    }

    /// <summary>Transforms a tile of a panel back and writes its pixels.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="end">What becomes of the sums.</param>
    /// <param name="k">Channels of the whole tensor.</param>
    /// <param name="channel">The panel's first channel.</param>
    /// <param name="width">The panel's channels.</param>
    /// <param name="streaming">Whether the pixels are written past the caches.</param>
    /// <param name="tile">The tile's number.</param>
    /// <param name="m">The tile's place in plane 0.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<TSimd, TVector>(in WinogradGrid grid, in ConvolutionEnd end, int k, int channel, int width, bool streaming, int tile,
        float* m, nint plane, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        (int map, int row, int column) = grid.Place(tile);
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
