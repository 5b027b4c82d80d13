using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// C = A B, or C += A B. Strides are in floats and let A be read transposed: element (i, k) of A is <c>A[i * ARow + k * AStep]</c>,
/// element (k, j) of B is <c>B[k * BRow + j]</c>, element (i, j) of C is <c>C[i * CRow + j]</c>.
/// </summary>
internal unsafe struct Product
{
    public float* A, B, C;
    public nint ARow, AStep, BRow, CRow;

    /// <summary>Rows of C, columns of C, and the length of the sums.</summary>
    public int M, N, K;

    /// <summary>Whether C is added to, or overwritten.</summary>
    public bool Accumulate;

    /// <summary>Numbers that will be read soon after the product; they are brought near while it runs. None if <see cref="AheadLength"/> is 0.</summary>
    public float* Ahead;

    /// <inheritdoc cref="Ahead"/>
    public nint AheadLength;

    /// <summary>More of that kind, in pieces: each tile of rows brings one near, <see cref="PieceStep"/> floats a step of k, and the next tile's
    /// piece lies <see cref="PieceDistance"/> floats on. None if the step is 0.</summary>
    public float* Pieces;

    /// <inheritdoc cref="Pieces"/>
    public nint PieceStep, PieceDistance;

    /// <summary>The share of <see cref="Ahead"/> that a tile of rows brings near, a cache line a step of k; step 0 if none is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* AheadOf(int row, out nint step)
    {
        nint first = (nint)(row / 6) * K * 16;
        step = first < AheadLength ? 16 : 0;
        return first < AheadLength ? Ahead + first : B;
    }

    /// <summary>What the next tile of rows reads of A, where that is long enough to be worth bringing near; else step 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* NextRowsOf(int row, out nint step)
    {
        step = AStep == 1 && ARow == K && K >= 128 ? 6 : 0;
        return A + (row + 6) * ARow;
    }

    /// <summary>The piece of <see cref="Pieces"/> that a tile of rows brings near; step 0 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* PieceOf(int row, out nint step)
    {
        step = PieceStep;
        return step == 0 ? B : Pieces + row / 6 * PieceDistance;
    }
}

/// <summary>Matrix products on one thread; threads are the caller's affair.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Computes the product with the widest vectors there are.</summary>
    public static void Multiply(in Product p)
    {
        switch (SimdWidth.Lanes)
        {
            case 16: Multiply<Simd512, Vector512<float>>(p); break;
            case 8: Multiply<Simd256, Vector256<float>>(p); break;
            case 4: Multiply<Simd128, Vector128<float>>(p); break;
            default: Multiply<SimdScalar, float>(p); break;
        }
    }

    /// <summary>Computes the product with vectors of one kind; columns that fill no vector go one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TSimd, TVector>(in Product p)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int lanes = TSimd.Lanes, column = 0;

        // 24 accumulators need the 32 registers that only 512-bit x86 is sure to have
        if (lanes == 16)
        {
            for (; column + 4 * lanes <= p.N; column += 4 * lanes)
            {
                int row = 0;
                for (int end = RowsInTiles(p.M, 6); row < end; row += 6)
                    ProductTiles.Tile6x4<TSimd, TVector>(p, row, column);
                for (; row + 4 <= p.M; row += 4)
                    ProductTiles.Tile4x4<TSimd, TVector>(p, row, column);
                for (; row < p.M; row++)
                    ProductRows.Tile1x4<TSimd, TVector>(p, row, column);
            }
        }
        for (; column + 2 * lanes <= p.N; column += 2 * lanes)
        {
            int row = 0;
            for (int end = RowsInTiles(p.M, 6); row < end; row += 6)
                ProductTiles.Tile6x2<TSimd, TVector>(p, row, column);
            for (; row + 4 <= p.M; row += 4)
                ProductTiles.Tile4x2<TSimd, TVector>(p, row, column);
            for (; row < p.M; row++)
                ProductRows.Tile1x2<TSimd, TVector>(p, row, column);
        }
        for (; column + lanes <= p.N; column += lanes)
            SingleColumn<TSimd, TVector>(p, column);
        for (; column < p.N; column++)
            SingleColumn<SimdScalar, float>(p, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SingleColumn<TSimd, TVector>(in Product p, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int row = 0;
        for (int end = RowsInTiles(p.M, 12); row < end; row += 12)
            ProductTiles.Tile12x1<TSimd, TVector>(p, row, column);
        for (; row + 8 <= p.M; row += 8)
            ProductTiles.Tile8x1<TSimd, TVector>(p, row, column);
        for (; row < p.M; row++)
            ProductRows.Tile1x1<TSimd, TVector>(p, row, column);
    }

    // The rows that go into the large tiles: one tile less than would fit where the rest then fills the smaller ones (4 for 6, 8 for 12)
    private static int RowsInTiles(int rows, int tile)
    {
        int smaller = 2 * tile / 3, tiles = rows / tile;
        if (tiles > 0 && (rows - tiles * tile) % smaller >= tile / 3)
            tiles--;
        return tiles * tile;
    }
}
