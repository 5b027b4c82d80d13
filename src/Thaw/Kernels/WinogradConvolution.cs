using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// 3x3 convolution by Winograd's F(4x4, 3x3), which needs a quarter of the multiplications. Tiles are taken in blocks: their 36 planes
/// are multiplied with the transformed weights a panel of output channels at a time, so that what a panel gives stays in the cache
/// until it is transformed back.
/// </summary>
/// <remarks>
/// Where there are many tiles with few channels, a thread takes a block and does all of it. Otherwise (deep layers, single pictures) the
/// threads transform a batch of tiles together and then share the products by panel, so that each weight is read from memory once.
/// </remarks>
internal static unsafe class WinogradConvolution
{
    // Tiles of a block that one thread does whole: planes, panel and weights then meet in the second-level cache
    private const int BlockTiles = 24;

    // Tiles of a product where threads share the tiles, and floats of the planes that they share
    private const int SharedBlockTiles = 48;
    private const int SharedFloats = 1024 * 1024;

    // Threads share tiles from so many channels on, or where there are too few blocks to go round
    private const int SharedChannels = 256;
    private const int LeastBlocks = 16;

    // Results larger than this are out of every cache before they are read
    private const long StreamingBytes = 24L * 1024 * 1024;

    // Planes whose distance is a multiple of 4,096 bytes share cache sets; a vector more keeps them apart
    private const int Padding = WinogradPanels.Padding;

    /// <summary>Floats of scratch memory.</summary>
    public static long ScratchLength(in ConvolutionShape shape, int threads)
    {
        State state = StateOf(shape);
        long perThread = state.OutputLength + WinogradTiles.ScratchLength(shape.C);
        return state.Shared ? state.InputLength + threads * perThread : threads * (state.InputLength + perThread);
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
        if (!state.Shared)
        {
            team.Run(&WholeBlock<TSimd, TVector>, &state, (state.Tiles + state.PerBlock - 1) / state.PerBlock);
            return;
        }
        for (; state.First < state.Tiles; state.First += state.PerBatch)
        {
            state.Count = Math.Min(state.PerBatch, state.Tiles - state.First);
            team.Run(&TransformTiles<TSimd, TVector>, &state, (state.Count + State.TilesPerItem - 1) / State.TilesPerItem);
            team.Run(&MultiplyBlock<TSimd, TVector>, &state, state.Panels * ((state.Count + state.PerBlock - 1) / state.PerBlock));
        }
    }

    // A function of the shape alone
    private static State StateOf(in ConvolutionShape shape)
    {
        var grid = new WinogradGrid(shape.H, shape.W);
        int tiles = shape.N * grid.PerMap;
        bool shared = shape.C >= SharedChannels || tiles < LeastBlocks * BlockTiles;
        int batch = shared ? Even(tiles, Math.Max(SharedBlockTiles, SharedFloats / (36 * shape.C))) : BlockTiles;
        return new State
        {
            Shape = shape,
            Grid = grid,
            Tiles = tiles,
            Shared = shared,
            PerBatch = batch,
            PerBlock = shared ? Even(batch, SharedBlockTiles) : BlockTiles,
            Panels = WinogradPanels.Count(shape.K),
            Streaming = (long)shape.Pixels * shape.K * sizeof(float) >= StreamingBytes && shape.K % 16 == 0,
        };
    }

    // Tiles a block so that blocks are of about equal size, at most so many, and a whole number of the product's rows
    private static int Even(int tiles, int most)
    {
        int blocks = (tiles + most - 1) / most;
        return ((tiles + blocks - 1) / blocks + 5) / 6 * 6;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WholeBlock<TSimd, TVector>(void* state, int block, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        int first = block * s.PerBlock, count = Math.Min(s.PerBlock, s.Tiles - first);
        float* v = s.Scratch + worker * (s.InputLength + s.OutputLength + WinogradTiles.ScratchLength(s.Shape.C));
        float* m = v + s.InputLength, patch = m + s.OutputLength;
        for (int i = 0; i < count; i++)
            WinogradTiles.Read<TSimd, TVector>(s.Grid, s.X, s.Shape.C, first + i, v + i * s.Shape.C, s.InputPlane, patch);
        for (int panel = 0; panel < s.Panels; panel++)
            MultiplyPanel<TSimd, TVector>(s, panel, first, count, v, m, patch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformTiles<TSimd, TVector>(void* state, int item, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        float* patch = s.Scratch + s.InputLength + worker * (s.OutputLength + WinogradTiles.ScratchLength(s.Shape.C)) + s.OutputLength;
        int end = Math.Min(s.Count, (item + 1) * State.TilesPerItem);
        for (int i = item * State.TilesPerItem; i < end; i++)
            WinogradTiles.Read<TSimd, TVector>(s.Grid, s.X, s.Shape.C, s.First + i, s.Scratch + i * s.Shape.C, s.InputPlane, patch);
    }

    private static void MultiplyBlock<TSimd, TVector>(void* state, int item, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        int blocks = (s.Count + s.PerBlock - 1) / s.PerBlock, panel = item / blocks, within = (item - panel * blocks) * s.PerBlock;
        float* m = s.Scratch + s.InputLength + worker * (s.OutputLength + WinogradTiles.ScratchLength(s.Shape.C));
        MultiplyPanel<TSimd, TVector>(s, panel, s.First + within, Math.Min(s.PerBlock, s.Count - within), s.Scratch + within * s.Shape.C, m,
            m + s.OutputLength);
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
            A = v,
            ARow = c,
            AStep = 1,
            B = weights,
            BRow = width,
            C = m,
            CRow = width,
            M = count,
            N = width,
            K = c,
            Ahead = weights + weightsPlane,
            AheadLength = weightsPlane,
        };
        for (int e = 0; e < 36; e++)
        {
            if (e == 35 && panel == s.Panels - 1)
                product.AheadLength = 0;
            MatrixProduct.Multiply<TSimd, TVector>(product);
            product.A += s.InputPlane;
            product.B += weightsPlane;
            product.Ahead += weightsPlane;
            product.C += outputPlane;
        }
        for (int i = 0; i < count; i++)
            WinogradTiles.Write<TSimd, TVector>(s.Grid, s.End, s.Shape.K, channel, width, s.Streaming, first + i, m + i * width, outputPlane, patch);
    }

    private struct State
    {
        public const int TilesPerItem = 4;
        public ConvolutionShape Shape;
        public WinogradGrid Grid;
        public float* X, Transformed, Scratch;
        public ConvolutionEnd End;

        /// <summary>All tiles; those of a batch that threads transform together; those that a product takes at a time.</summary>
        public int Tiles, PerBatch, PerBlock;

        /// <summary>The batch at work.</summary>
        public int First, Count;

        public int Panels;
        public bool Shared, Streaming;

        public readonly nint InputPlane => PerBatch * Shape.C + Padding;

        public readonly nint InputLength => (36 * InputPlane + 15) / 16 * 16;

        public readonly nint OutputPlane => PerBlock * WinogradPanels.Width + Padding;

        public readonly nint OutputLength => 36 * OutputPlane;
    }
}
