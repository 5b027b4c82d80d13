using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Thaw.Kernels;

/// <summary>
/// The inner loops of a matrix product: one tile of C stays in registers while k runs. Tiles differ in how many rows and vectors
/// they hold, chosen so that the accumulators fit the registers and there are enough of them to hide the latency of a multiply-add.
/// Whatever the tile, each element of C is summed in the order of k with one rounding a step.
/// </summary>
internal static unsafe partial class ProductTiles
{
    /// <summary>6 rows by 4 vectors: 24 accumulators. Brings near what will be read next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile6x4<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        nint r1 = p.ARow, r2 = 2 * r1, r3 = 3 * r1, r4 = 4 * r1, r5 = 5 * r1;
        float* ahead = p.AheadOf(row, out nint aheadStep), piece = p.PieceOf(row, out nint pieceStep), near = p.NextRowsOf(row, out nint nearStep);
        TVector c00, c01, c02, c03;
        TVector c10, c11, c12, c13;
        TVector c20, c21, c22, c23;
        TVector c30, c31, c32, c33;
        TVector c40, c41, c42, c43;
        TVector c50, c51, c52, c53;
        if (p.Accumulate)
        {
            c00 = TSimd.Load(c);
            c01 = TSimd.Load(c + TSimd.Lanes);
            c02 = TSimd.Load(c + 2 * TSimd.Lanes);
            c03 = TSimd.Load(c + 3 * TSimd.Lanes);
            c10 = TSimd.Load(c + cRow);
            c11 = TSimd.Load(c + cRow + TSimd.Lanes);
            c12 = TSimd.Load(c + cRow + 2 * TSimd.Lanes);
            c13 = TSimd.Load(c + cRow + 3 * TSimd.Lanes);
            c20 = TSimd.Load(c + 2 * cRow);
            c21 = TSimd.Load(c + 2 * cRow + TSimd.Lanes);
            c22 = TSimd.Load(c + 2 * cRow + 2 * TSimd.Lanes);
            c23 = TSimd.Load(c + 2 * cRow + 3 * TSimd.Lanes);
            c30 = TSimd.Load(c + 3 * cRow);
            c31 = TSimd.Load(c + 3 * cRow + TSimd.Lanes);
            c32 = TSimd.Load(c + 3 * cRow + 2 * TSimd.Lanes);
            c33 = TSimd.Load(c + 3 * cRow + 3 * TSimd.Lanes);
            c40 = TSimd.Load(c + 4 * cRow);
            c41 = TSimd.Load(c + 4 * cRow + TSimd.Lanes);
            c42 = TSimd.Load(c + 4 * cRow + 2 * TSimd.Lanes);
            c43 = TSimd.Load(c + 4 * cRow + 3 * TSimd.Lanes);
            c50 = TSimd.Load(c + 5 * cRow);
            c51 = TSimd.Load(c + 5 * cRow + TSimd.Lanes);
            c52 = TSimd.Load(c + 5 * cRow + 2 * TSimd.Lanes);
            c53 = TSimd.Load(c + 5 * cRow + 3 * TSimd.Lanes);
        }
        else
        {
            c00 = c01 = c02 = c03 = TSimd.Broadcast(0);
            c10 = c11 = c12 = c13 = TSimd.Broadcast(0);
            c20 = c21 = c22 = c23 = TSimd.Broadcast(0);
            c30 = c31 = c32 = c33 = TSimd.Broadcast(0);
            c40 = c41 = c42 = c43 = TSimd.Broadcast(0);
            c50 = c51 = c52 = c53 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(ahead);
                Sse.Prefetch1(piece);
                Sse.Prefetch0(near);
            }
            ahead += aheadStep;
            piece += pieceStep;
            near += nearStep;
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Lanes);
            TVector b2 = TSimd.Load(b + 2 * TSimd.Lanes);
            TVector b3 = TSimd.Load(b + 3 * TSimd.Lanes);
            TVector x = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            c02 = TSimd.MultiplyAdd(x, b2, c02);
            c03 = TSimd.MultiplyAdd(x, b3, c03);
            x = TSimd.Broadcast(a[r1]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            c12 = TSimd.MultiplyAdd(x, b2, c12);
            c13 = TSimd.MultiplyAdd(x, b3, c13);
            x = TSimd.Broadcast(a[r2]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            c22 = TSimd.MultiplyAdd(x, b2, c22);
            c23 = TSimd.MultiplyAdd(x, b3, c23);
            x = TSimd.Broadcast(a[r3]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
            c32 = TSimd.MultiplyAdd(x, b2, c32);
            c33 = TSimd.MultiplyAdd(x, b3, c33);
            x = TSimd.Broadcast(a[r4]);
            c40 = TSimd.MultiplyAdd(x, b0, c40);
            c41 = TSimd.MultiplyAdd(x, b1, c41);
            c42 = TSimd.MultiplyAdd(x, b2, c42);
            c43 = TSimd.MultiplyAdd(x, b3, c43);
            x = TSimd.Broadcast(a[r5]);
            c50 = TSimd.MultiplyAdd(x, b0, c50);
            c51 = TSimd.MultiplyAdd(x, b1, c51);
            c52 = TSimd.MultiplyAdd(x, b2, c52);
            c53 = TSimd.MultiplyAdd(x, b3, c53);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c00, c);
        TSimd.Store(c01, c + TSimd.Lanes);
        TSimd.Store(c02, c + 2 * TSimd.Lanes);
        TSimd.Store(c03, c + 3 * TSimd.Lanes);
        TSimd.Store(c10, c + cRow);
        TSimd.Store(c11, c + cRow + TSimd.Lanes);
        TSimd.Store(c12, c + cRow + 2 * TSimd.Lanes);
        TSimd.Store(c13, c + cRow + 3 * TSimd.Lanes);
        TSimd.Store(c20, c + 2 * cRow);
        TSimd.Store(c21, c + 2 * cRow + TSimd.Lanes);
        TSimd.Store(c22, c + 2 * cRow + 2 * TSimd.Lanes);
        TSimd.Store(c23, c + 2 * cRow + 3 * TSimd.Lanes);
        TSimd.Store(c30, c + 3 * cRow);
        TSimd.Store(c31, c + 3 * cRow + TSimd.Lanes);
        TSimd.Store(c32, c + 3 * cRow + 2 * TSimd.Lanes);
        TSimd.Store(c33, c + 3 * cRow + 3 * TSimd.Lanes);
        TSimd.Store(c40, c + 4 * cRow);
        TSimd.Store(c41, c + 4 * cRow + TSimd.Lanes);
        TSimd.Store(c42, c + 4 * cRow + 2 * TSimd.Lanes);
        TSimd.Store(c43, c + 4 * cRow + 3 * TSimd.Lanes);
        TSimd.Store(c50, c + 5 * cRow);
        TSimd.Store(c51, c + 5 * cRow + TSimd.Lanes);
        TSimd.Store(c52, c + 5 * cRow + 2 * TSimd.Lanes);
        TSimd.Store(c53, c + 5 * cRow + 3 * TSimd.Lanes);
    }

    /// <summary>4 rows by 4 vectors: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x4<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        nint r1 = p.ARow, r2 = 2 * r1, r3 = 3 * r1;
        TVector c00, c01, c02, c03;
        TVector c10, c11, c12, c13;
        TVector c20, c21, c22, c23;
        TVector c30, c31, c32, c33;
        if (p.Accumulate)
        {
            c00 = TSimd.Load(c);
            c01 = TSimd.Load(c + TSimd.Lanes);
            c02 = TSimd.Load(c + 2 * TSimd.Lanes);
            c03 = TSimd.Load(c + 3 * TSimd.Lanes);
            c10 = TSimd.Load(c + cRow);
            c11 = TSimd.Load(c + cRow + TSimd.Lanes);
            c12 = TSimd.Load(c + cRow + 2 * TSimd.Lanes);
            c13 = TSimd.Load(c + cRow + 3 * TSimd.Lanes);
            c20 = TSimd.Load(c + 2 * cRow);
            c21 = TSimd.Load(c + 2 * cRow + TSimd.Lanes);
            c22 = TSimd.Load(c + 2 * cRow + 2 * TSimd.Lanes);
            c23 = TSimd.Load(c + 2 * cRow + 3 * TSimd.Lanes);
            c30 = TSimd.Load(c + 3 * cRow);
            c31 = TSimd.Load(c + 3 * cRow + TSimd.Lanes);
            c32 = TSimd.Load(c + 3 * cRow + 2 * TSimd.Lanes);
            c33 = TSimd.Load(c + 3 * cRow + 3 * TSimd.Lanes);
        }
        else
        {
            c00 = c01 = c02 = c03 = TSimd.Broadcast(0);
            c10 = c11 = c12 = c13 = TSimd.Broadcast(0);
            c20 = c21 = c22 = c23 = TSimd.Broadcast(0);
            c30 = c31 = c32 = c33 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Lanes);
            TVector b2 = TSimd.Load(b + 2 * TSimd.Lanes);
            TVector b3 = TSimd.Load(b + 3 * TSimd.Lanes);
            TVector x = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            c02 = TSimd.MultiplyAdd(x, b2, c02);
            c03 = TSimd.MultiplyAdd(x, b3, c03);
            x = TSimd.Broadcast(a[r1]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            c12 = TSimd.MultiplyAdd(x, b2, c12);
            c13 = TSimd.MultiplyAdd(x, b3, c13);
            x = TSimd.Broadcast(a[r2]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            c22 = TSimd.MultiplyAdd(x, b2, c22);
            c23 = TSimd.MultiplyAdd(x, b3, c23);
            x = TSimd.Broadcast(a[r3]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
            c32 = TSimd.MultiplyAdd(x, b2, c32);
            c33 = TSimd.MultiplyAdd(x, b3, c33);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c00, c);
        TSimd.Store(c01, c + TSimd.Lanes);
        TSimd.Store(c02, c + 2 * TSimd.Lanes);
        TSimd.Store(c03, c + 3 * TSimd.Lanes);
        TSimd.Store(c10, c + cRow);
        TSimd.Store(c11, c + cRow + TSimd.Lanes);
        TSimd.Store(c12, c + cRow + 2 * TSimd.Lanes);
        TSimd.Store(c13, c + cRow + 3 * TSimd.Lanes);
        TSimd.Store(c20, c + 2 * cRow);
        TSimd.Store(c21, c + 2 * cRow + TSimd.Lanes);
        TSimd.Store(c22, c + 2 * cRow + 2 * TSimd.Lanes);
        TSimd.Store(c23, c + 2 * cRow + 3 * TSimd.Lanes);
        TSimd.Store(c30, c + 3 * cRow);
        TSimd.Store(c31, c + 3 * cRow + TSimd.Lanes);
        TSimd.Store(c32, c + 3 * cRow + 2 * TSimd.Lanes);
        TSimd.Store(c33, c + 3 * cRow + 3 * TSimd.Lanes);
    }
}
