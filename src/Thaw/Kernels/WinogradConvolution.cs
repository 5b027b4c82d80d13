using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// 3x3 convolution by Winograd's F(4x4, 3x3), which needs a quarter of the multiplications. Tiles are taken in blocks: their 36 planes
/// are multiplied with the transformed weights a panel of output channels at a time, so that what a panel gives stays in the cache
/// until it is transformed back.
/// </summary>
/// <remarks>
/// Threads share nothing that any of them writes: a thread transforms the tiles of a block for itself and takes panel after panel of it. Where
/// there are few blocks (deep layers, single pictures), threads take different panels of the same block, each with its own copy of the tiles:
/// what two processors read from each other's caches costs more than the transform, which is small beside the products.
/// </remarks>
internal static unsafe class WinogradConvolution
{
    // Tiles of a block: planes, panel and weights then meet in the second-level cache. Deep layers have more weights than that cache holds, so
    // that each panel of them must serve more tiles; narrow ones have room for more
    private const int BlockTiles = 24, LargeBlockTiles = 48;
    private const int NarrowChannels = 64, DeepChannels = 256;

    // Planes whose distance is a multiple of 4,096 bytes share cache sets; a vector more keeps them apart
    private const int Padding = WinogradPanels.Padding;

    /// <summary>Floats of scratch memory.</summary>
    public static long ScratchLength(in ConvolutionShape shape, int threads)
    {
        State state = StateOf(shape);
        return threads * state.WorkerLength;
    }

    /// <summary>Convolves.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="transformed">From <see cref="WinogradPanels.Transform"/>.</param>
    /// <param name="end">What is done with the sums.</param>
    /// <param name="team">The threads.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats.</param>
    public static void Run(in ConvolutionShape shape, float* x, float* transformed, in ConvolutionEnd end, ThreadTeam team, float* scratch)
    {
        State state = StateOf(shape);
        state.X = x;
        state.Transformed = transformed;
        state.End = end;
        state.Streaming = end.Y != null && Streaming.Pays(end.Y, shape.Pixels, shape.K);
        state.Scratch = scratch;
        switch (SimdWidth.Lanes)
        {
            case 16: Run<Simd512, Vector512<float>>(state, team); break;
            case 8: Run<Simd256, Vector256<float>>(state, team); break;
            case 4: Run<Simd128, Vector128<float>>(state, team); break;
            default: Run<SimdScalar, float>(state, team); break;
        }
    }

    private static void Run<TSimd, TVector>(State state, ThreadTeam team)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int worker = 0; worker < team.Count; worker++)
            *state.Held(worker) = -1;
        team.Run(&Panel<TSimd, TVector>, &state, state.Blocks * state.Panels);
    }

    private static State StateOf(in ConvolutionShape shape)
    {
        var grid = new WinogradGrid(shape.H, shape.W);
        var order = new WinogradOrder(grid, shape.N);
        int tiles = order.Count, most = shape.C is >= NarrowChannels and < DeepChannels ? BlockTiles : LargeBlockTiles, blocks = (tiles + most - 1) / most;
        return new State
        {
            Shape = shape,
            Grid = grid,
            Order = order,
            Blocks = blocks,
            PerBlock = (State.RowsOf(tiles) + blocks - 1) / blocks * State.RowTiles,
            Panels = WinogradPanels.Count(shape.K),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<TSimd, TVector>(void* state, int item, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        int block = item / s.Panels, first = s.First(block), count = s.First(block + 1) - first;
        int* held = s.Held(worker);
        float* v = (float*)held + State.HeldLength, m = v + s.InputLength, patch = m + s.OutputLength;
        if (*held != block)
        {
            for (int i = 0; i < count; i++)
            {
                if (s.Shape.C <= WinogradTiles.PrefetchChannels && first + i + WinogradTiles.TilesAhead < s.Order.Count)
                    WinogradTiles.PrefetchPixels(s.Grid, s.X, s.Shape.C, s.Order.Place(first + i + WinogradTiles.TilesAhead), 1);
                WinogradTiles.Read<TSimd, TVector>(s.Grid, s.X, s.Shape.C, s.Order.Place(first + i), s.Order.Short(first + i), v + i * s.Shape.C,
                    s.InputPlane, patch);
            }
            *held = block;
        }
        MultiplyPanel<TSimd, TVector>(s, item - block * s.Panels, first, count, v, m, patch);
    }

    // The 36 products of some tiles with a panel of weights, and the tiles' way back
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel<TSimd, TVector>(in State s, int panel, int first, int count, float* v, float* m, float* patch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = s.Shape.C, channel = panel * WinogradPanels.Width, width = Math.Min(WinogradPanels.Width, s.Shape.K - channel);
        nint weightsPlane = WinogradPanels.PlaneLength(c, width), outputPlane = s.OutputPlane;
        float* weights = s.Transformed + WinogradPanels.Offset(c, panel);
        var product = new Product
        {
            ARow = c,
            AStep = 1,
            BRow = width,
            CRow = WinogradPanels.Width,
            N = width,
            K = c,
            AheadLength = weightsPlane,
        };
        float* next = panel == s.Panels - 1 && c <= WinogradTiles.PrefetchChannels && first + count < s.Order.Count
            ? WinogradTiles.FirstPixel(s.Grid, s.X, c, s.Order.Place(first + count))
            : null;
        bool hasShort = s.Order.HasShort;
        for (int e = 0, following; e < 36; e = following)
        {
            int begin = 0, end = count;
            following = e + 1;
            if (hasShort)
            {
                (begin, end) = s.Having(e, first, count);
                following = s.PlaneAfter(e, first, count);
            }
            product.A = v + e * s.InputPlane + begin * c;
            product.B = weights + e * weightsPlane;
            product.C = m + e * outputPlane + begin * WinogradPanels.Width;
            product.M = end - begin;
            product.Ahead = weights + following * weightsPlane;
            if (following == 36 && panel == s.Panels - 1)
                product.AheadLength = 0;
            if (next != null)
            {
                // The four columns that a tile has beyond the one before it: plane by plane another of 6 tiles and another of its 6 rows. Tiles
                // of the block that lie in the next row of tiles are missed
                product.Pieces = next + ((e % 6 - 1) * s.Shape.W + 4 * (e / 6) + 1) * c;
                product.PieceStep = 4;
                product.PieceDistance = State.RowTiles * 4 * c;
            }
            else
            {
                // Too few tiles of rows would bring near only a part of the plane, a cache line a step: here is the rest of it
                product.PieceStep = product.M < 4 * State.RowTiles ? 16 : 0;
                product.PieceDistance = 16 * c;
                product.Pieces = product.Ahead + product.M / State.RowTiles * product.PieceDistance;
            }
            if (product.M > 0)
                MatrixProduct.Multiply<TSimd, TVector>(product);
        }
        bool gate = s.End.Gate != null && s.Panels == 1;
        for (int i = 0; i < count; i++)
        {
            if (gate && first + i + WinogradTiles.TilesAhead < s.Order.Count)
                WinogradTiles.PrefetchPixels(s.Grid, s.End.Gate, s.Shape.K, s.Order.Place(first + i + WinogradTiles.TilesAhead), 0);
            float* tile = m + i * WinogradPanels.Width;
            if (hasShort)
                WinogradTiles.Complete<TSimd, TVector>(tile, outputPlane, width, s.Order.Short(first + i));
            WinogradTiles.Write<TSimd, TVector>(s.Grid, s.End, s.Shape.K, channel, width, s.Streaming, s.Order.Place(first + i), tile, outputPlane, patch);
        }
    }

    private struct State
    {
        /// <summary>Tiles that the product takes at once, as rows of a tile of its own.</summary>
        public const int RowTiles = 6;

        /// <summary>Room for <see cref="Held"/>; the planes behind it stay aligned.</summary>
        public const int HeldLength = 16;

        public ConvolutionShape Shape;
        public WinogradGrid Grid;
        public WinogradOrder Order;
        public float* X, Transformed, Scratch;
        public ConvolutionEnd End;

        /// <summary>The blocks that the tiles are cut into, and the tiles of the largest.</summary>
        public int Blocks, PerBlock;

        public int Panels;
        public bool Streaming;

        public readonly nint InputPlane => PerBlock * Shape.C + Padding;

        public readonly nint InputLength => (36 * InputPlane + 15) / 16 * 16;

        public readonly nint OutputPlane => PerBlock * WinogradPanels.Width + Padding;

        public readonly nint OutputLength => 36 * OutputPlane;

        /// <summary>Floats of a worker's own memory.</summary>
        public readonly nint WorkerLength => HeldLength + InputLength + OutputLength + WinogradTiles.ScratchLength(Shape.C);

        public static int RowsOf(int tiles) => (tiles + RowTiles - 1) / RowTiles;

        /// <summary>The block whose tiles a worker holds transformed; -1 for none.</summary>
        public readonly int* Held(int worker) => (int*)(Scratch + worker * WorkerLength);

        /// <summary>The first tile of a block: blocks are as even as whole rows of the product allow.</summary>
        public readonly int First(int block) => (int)Math.Min(Order.Count, (long)RowsOf(Order.Count) * block / Blocks * RowTiles);

        /// <summary>Those of a block's tiles that have something in a plane, counted from the block's first.</summary>
        public readonly (int Begin, int End) Having(int plane, int first, int count)
        {
            if (!Order.HasShort)
                return (0, count);
            (int begin, int end) = Order.Having(plane);
            begin = Math.Clamp(begin - first, 0, count);
            return (begin, Math.Clamp(end - first, begin, count));
        }

        /// <summary>The next plane that some of a block's tiles have something in; 36 if there is none.</summary>
        public readonly int PlaneAfter(int plane, int first, int count)
        {
            for (plane++; plane < 36 && Having(plane, first, count) is var (begin, end) && begin == end; plane++)
            {
            }
            return plane;
        }
    }
}
