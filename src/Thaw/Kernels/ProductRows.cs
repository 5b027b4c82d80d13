using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>The inner loops for the rows that fill no tile of <see cref="ProductTiles"/>: one at a time, summed in the same order.</summary>
internal static unsafe class ProductRows
{
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
