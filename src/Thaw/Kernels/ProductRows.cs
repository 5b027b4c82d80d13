using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>The inner loops for the rows that fill no tile of <see cref="ProductTiles"/>: four rows or one at a time, summed in the same order.</summary>
internal static unsafe class ProductRows
{
    /// <summary>4 rows by 4 vectors: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x4<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow, r1 = p.ARow, r2 = 2 * r1, r3 = 3 * r1;
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

    /// <summary>One row by 4 vectors: 4 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x4<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        TVector c00, c01, c02, c03;
        if (p.Accumulate)
        {
            c00 = TSimd.Load(c);
            c01 = TSimd.Load(c + TSimd.Lanes);
            c02 = TSimd.Load(c + 2 * TSimd.Lanes);
            c03 = TSimd.Load(c + 3 * TSimd.Lanes);
        }
        else
        {
            c00 = c01 = c02 = c03 = TSimd.Broadcast(0);
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
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c00, c);
        TSimd.Store(c01, c + TSimd.Lanes);
        TSimd.Store(c02, c + 2 * TSimd.Lanes);
        TSimd.Store(c03, c + 3 * TSimd.Lanes);
    }

    /// <summary>One row by 2 vectors: 2 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x2<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        TVector c00, c01;
        if (p.Accumulate)
        {
            c00 = TSimd.Load(c);
            c01 = TSimd.Load(c + TSimd.Lanes);
        }
        else
        {
            c00 = c01 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Lanes);
            TVector x = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c00, c);
        TSimd.Store(c01, c + TSimd.Lanes);
    }

    /// <summary>One row by 1 vector: 1 accumulator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x1<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        TVector c00;
        if (p.Accumulate)
        {
            c00 = TSimd.Load(c);
        }
        else
        {
            c00 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            TVector b0 = TSimd.Load(b);
            TVector x = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c00, c);
    }
}
