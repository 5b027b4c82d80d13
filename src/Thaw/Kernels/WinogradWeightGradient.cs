using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// The weights' gradient of a 3x3 convolution by Winograd's F(4x4, 3x3): for each of the 36 planes the transformed pixels times the
/// transformed gradients, summed over all tiles, and the sums transformed back. A third of the planes is made at a time, two rows of the
/// transform.
/// </summary>
/// <remarks>
/// Where there are many tiles with few channels, the tiles are cut into a fixed number of parts with sums of their own, which are added in
/// order. Otherwise the threads transform a batch of tiles together and then share the planes. Either way each sum is taken in one order.
/// </remarks>
internal static unsafe class WinogradWeightGradient
{
    // Floats of the planes that a thread makes before it multiplies them, by itself or together with the others
    private const int PartScratchFloats = 160 * 1024;
    private const int SharedScratchFloats = 5 * 1024 * 1024;

    // With more weights than this the sums of several parts would not fit the caches
    private const int MostPartWeights = 128 * 128;
    private const int MostParts = 8;
    private const int LeastTilesPerPart = 96;
    private const int Thirds = 3;
    private const int Planes = 12;
    private const int Padding = WinogradPanels.Padding;

    /// <summary>Floats of scratch memory.</summary>
    public static long ScratchLength(in ConvolutionShape shape, int threads)
    {
        State state = StateOf(shape);
        return (state.Shared ? 1 : threads) * state.BlockLength + threads * state.PatchLength + state.Parts * state.PartLength;
    }

    /// <summary>Computes the gradients of weights and bias.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="dy">[N, H, W, K], already zero where a ReLU was off.</param>
    /// <param name="dWeights">[3, 3, C, K]; overwritten.</param>
    /// <param name="dBias">[K]; overwritten; or null if there is no bias.</param>
    /// <param name="team">The threads.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats.</param>
    public static void Run(in ConvolutionShape shape, float* x, float* dy, float* dWeights, float* dBias, ThreadTeam team, float* scratch)
    {
        State state = StateOf(shape);
        state.X = x;
        state.Dy = dy;
        state.DWeights = dWeights;
        state.DBias = dBias;
        state.Blocks = scratch;
        state.Patches = scratch + (state.Shared ? 1 : team.Count) * state.BlockLength;
        state.Sums = state.Patches + team.Count * state.PatchLength;
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
        int inputPanels = WinogradPanels.Count(state.Shape.C), outputPanels = WinogradPanels.Count(state.Shape.K);
        if (state.Shared)
        {
            for (; state.First < state.Tiles; state.First += state.PerBlock)
            {
                state.Count = Math.Min(state.PerBlock, state.Tiles - state.First);
                for (state.Third = 0; state.Third < Thirds; state.Third++)
                {
                    team.Run(&TransformTiles<TSimd, TVector>, &state, (state.Count + State.TilesPerItem - 1) / State.TilesPerItem);
                    team.Run(&MultiplyPlane<TSimd, TVector>, &state, Planes * outputPanels);
                }
            }
        }
        else
        {
            team.Run(&SumPart<TSimd, TVector>, &state, state.Parts);
        }
        team.Run(&TransformBack<TSimd, TVector>, &state, outputPanels * inputPanels);
    }

    // A function of the shape alone
    private static State StateOf(in ConvolutionShape shape)
    {
        var grid = new WinogradGrid(shape.H, shape.W);
        int tiles = shape.N * grid.PerMap, perTile = Planes * (shape.C + shape.K);
        bool shared = (long)shape.C * shape.K > MostPartWeights || tiles < MostParts * LeastTilesPerPart;
        int perPart = (tiles + MostParts - 1) / MostParts;
        int most = shared ? Math.Max(48, SharedScratchFloats / perTile) : Math.Clamp(PartScratchFloats / perTile, 24, 384);
        int available = shared ? tiles : perPart, blocks = (available + most - 1) / most;
        return new State
        {
            Shape = shape,
            Grid = grid,
            Tiles = tiles,
            Shared = shared,
            Parts = shared ? 1 : MostParts,
            PerPart = perPart,
            PerBlock = (available + blocks - 1) / blocks,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumPart<TSimd, TVector>(void* state, int part, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        float* block = s.Blocks + worker * s.BlockLength;
        float* patch = s.Patches + worker * s.PatchLength;
        float* sums = s.Sums + part * s.PartLength;
        int begin = Math.Min(s.Tiles, part * s.PerPart), end = Math.Min(s.Tiles, begin + s.PerPart);
        if (begin == end)
            new Span<float>(sums, (int)s.PartLength).Clear();
        for (int first = begin; first < end; first += s.PerBlock)
        {
            int count = Math.Min(s.PerBlock, end - first);
            for (int third = 0; third < Thirds; third++)
            {
                for (int i = 0; i < count; i++)
                    TransformTile<TSimd, TVector>(s, third, first + i, i, block, patch);
                for (int panel = 0; panel < WinogradPanels.Count(s.Shape.K); panel++)
                {
                    for (int plane = 0; plane < Planes; plane++)
                        AddProduct<TSimd, TVector>(s, third, plane, panel, count, block, sums, first > begin);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformTiles<TSimd, TVector>(void* state, int item, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        int end = Math.Min(s.Count, (item + 1) * State.TilesPerItem);
        for (int i = item * State.TilesPerItem; i < end; i++)
            TransformTile<TSimd, TVector>(s, s.Third, s.First + i, i, s.Blocks, s.Patches + worker * s.PatchLength);
    }

    private static void MultiplyPlane<TSimd, TVector>(void* state, int item, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        AddProduct<TSimd, TVector>(s, s.Third, item % Planes, item / Planes, s.Count, s.Blocks, s.Sums, s.First > 0);
    }

    // A third of the planes of a tile's pixels, and of its gradients behind them. Each panel of 64 channels has its planes together.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformTile<TSimd, TVector>(in State s, int third, int tile, int index, float* block, float* patch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = s.Shape.C, k = s.Shape.K;
        WinogradPlace place = s.Grid.Place(tile);
        if (third == 0 && c <= WinogradTiles.PrefetchChannels)
        {
            WinogradPlace later = s.Grid.Place(tile + WinogradTiles.TilesAhead);
            WinogradTiles.PrefetchPixels(s.Grid, s.X, c, later, 1);
            WinogradTiles.PrefetchPixels(s.Grid, s.Dy, k, later, 0);
        }
        float* pixels = WinogradTiles.Patch<TSimd, TVector>(s.Grid, s.X, c, place, -1, 6, patch, out nint row, inner: third > 0);
        for (int channel = 0; channel < c; channel += WinogradPanels.Width)
        {
            int width = Math.Min(WinogradPanels.Width, c - channel);
            nint plane = s.PlaneOf(width);
            float* first = block + s.OffsetOf(channel) + index * width, second = first + 6 * plane, from = pixels + channel;
            switch (third)
            {
                case 0: WinogradInput.OuterRows<TSimd, TVector>(from, row, c, width, first, second, plane); break;
                case 1: WinogradInput.UpperRows<TSimd, TVector>(from, row, c, width, first, second, plane); break;
                default: WinogradInput.LowerRows<TSimd, TVector>(from, row, c, width, first, second, plane); break;
            }
        }
        pixels = WinogradTiles.Patch<TSimd, TVector>(s.Grid, s.Dy, k, place, 0, 4, patch, out row);
        if (third == 0 && s.DBias != null)
            WinogradGradient.Sum<TSimd, TVector>(pixels, row, k, k, block + s.TileSums + (nint)index * k);
        for (int channel = 0; channel < k; channel += WinogradPanels.Width)
        {
            int width = Math.Min(WinogradPanels.Width, k - channel);
            nint plane = s.PlaneOf(width);
            float* first = block + s.InputLength + s.OffsetOf(channel) + index * width, second = first + 6 * plane, from = pixels + channel;
            switch (third)
            {
                case 0: WinogradGradient.OuterRows<TSimd, TVector>(from, row, k, width, first, second, plane); break;
                case 1: WinogradGradient.UpperRows<TSimd, TVector>(from, row, k, width, first, second, plane); break;
                default: WinogradGradient.LowerRows<TSimd, TVector>(from, row, k, width, first, second, plane); break;
            }
        }
    }

    // Adds the product of one plane of the third, for a panel of output channels, to its sums
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct<TSimd, TVector>(in State s, int third, int local, int panel, int count, float* block, float* sums, bool accumulate)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = s.Shape.C, firstOut = panel * WinogradPanels.Width, widthOut = Math.Min(WinogradPanels.Width, s.Shape.K - firstOut);
        int plane = PlaneNumber(third, local);
        float* target = sums + WinogradPanels.Offset(c, panel) + plane * WinogradPanels.PlaneLength(c, widthOut);
        float* gradients = block + s.InputLength + s.OffsetOf(firstOut) + local * s.PlaneOf(widthOut);
        for (int channel = 0; channel < c; channel += WinogradPanels.Width)
        {
            int width = Math.Min(WinogradPanels.Width, c - channel);
            MatrixProduct.Multiply<TSimd, TVector>(new Product
            {
                A = block + s.OffsetOf(channel) + local * s.PlaneOf(width),
                ARow = 1,
                AStep = width,
                B = gradients,
                BRow = widthOut,
                C = target + (nint)channel * widthOut,
                CRow = widthOut,
                M = width,
                N = widthOut,
                K = count,
                Accumulate = accumulate,
            });
        }
        if (plane == 0 && s.DBias != null)
        {
            float* bias = sums + s.SumsLength + firstOut;
            if (!accumulate)
                new Span<float>(bias, widthOut).Clear();
            Elementwise.AddRows(block + s.TileSums + firstOut, count, s.Shape.K, widthOut, bias);
        }
    }

    private static int PlaneNumber(int third, int local)
    {
        int upper = local < 6 ? 1 : 0;
        int row = third switch { 0 => 5 - 5 * upper, 1 => 2 - upper, _ => 4 - upper };
        return 6 * row + local % 6;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformBack<TSimd, TVector>(void* state, int item, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        int c = s.Shape.C, k = s.Shape.K, inputPanels = WinogradPanels.Count(c), panel = item / inputPanels;
        int channel = panel * WinogradPanels.Width, width = Math.Min(WinogradPanels.Width, k - channel);
        int first = (item - panel * inputPanels) * WinogradPanels.Width, end = Math.Min(c, first + WinogradPanels.Width);
        float* source = s.Sums + WinogradPanels.Offset(c, panel);
        for (int row = first; row < end; row++)
        {
            WinogradWeights.Gradient<TSimd, TVector>(source + (nint)row * width, WinogradPanels.PlaneLength(c, width), s.Parts, (nint)s.PartLength,
                width, s.DWeights + (nint)row * k + channel, (nint)c * k);
        }
        if (first > 0 || s.DBias == null)
            return;
        new ReadOnlySpan<float>(s.Sums + s.SumsLength + channel, width).CopyTo(new Span<float>(s.DBias + channel, width));
        for (int part = 1; part < s.Parts; part++)
            Elementwise.Add(s.Sums + part * s.PartLength + s.SumsLength + channel, s.DBias + channel, width);
    }

    private struct State
    {
        public const int TilesPerItem = 4;
        public ConvolutionShape Shape;
        public WinogradGrid Grid;
        public float* X, Dy, DWeights, DBias, Blocks, Patches, Sums;
        public int Tiles, Parts, PerPart, PerBlock;
        public bool Shared;

        /// <summary>The tiles and the planes at work, when threads share them.</summary>
        public int First, Count, Third;

        public readonly nint PlaneOf(int width) => (nint)PerBlock * width + Padding;

        /// <summary>Where a panel's planes start among those of its tensor.</summary>
        public readonly nint OffsetOf(int channel) => Planes * ((nint)PerBlock * channel + channel / WinogradPanels.Width * Padding);

        public readonly nint InputLength => Planes * ((nint)PerBlock * Shape.C + WinogradPanels.Count(Shape.C) * Padding + 15) / 16 * 16;

        /// <summary>Where the sums of the tiles' gradients start, [tiles, K].</summary>
        public readonly nint TileSums =>
            InputLength + Planes * ((nint)PerBlock * Shape.K + WinogradPanels.Count(Shape.K) * Padding + 15) / 16 * 16;

        public readonly nint BlockLength => TileSums + ((nint)PerBlock * Shape.K + 15) / 16 * 16;

        public readonly nint PatchLength => WinogradTiles.ScratchLength(Math.Max(Shape.C, Shape.K));

        public readonly long SumsLength => WinogradPanels.Length(Shape.C, Shape.K);

        /// <summary>Floats of a part's sums: planes, then the bias.</summary>
        public readonly long PartLength => (SumsLength + Shape.K + 15) / 16 * 16;
    }
}
