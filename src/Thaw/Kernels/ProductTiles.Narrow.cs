using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <content>The tiles of one and two vectors.</content>
internal static unsafe partial class ProductTiles
{
    /// <summary>6 rows by 2 vectors: 12 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile6x2<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        nint r1 = p.ARow, r2 = 2 * r1, r3 = 3 * r1, r4 = 4 * r1, r5 = 5 * r1;
        TVector c00, c01;
        TVector c10, c11;
        TVector c20, c21;
        TVector c30, c31;
        TVector c40, c41;
        TVector c50, c51;
        if (p.Accumulate)
        {
            c00 = TSimd.Load(c);
            c01 = TSimd.Load(c + TSimd.Lanes);
            c10 = TSimd.Load(c + cRow);
            c11 = TSimd.Load(c + cRow + TSimd.Lanes);
            c20 = TSimd.Load(c + 2 * cRow);
            c21 = TSimd.Load(c + 2 * cRow + TSimd.Lanes);
            c30 = TSimd.Load(c + 3 * cRow);
            c31 = TSimd.Load(c + 3 * cRow + TSimd.Lanes);
            c40 = TSimd.Load(c + 4 * cRow);
            c41 = TSimd.Load(c + 4 * cRow + TSimd.Lanes);
            c50 = TSimd.Load(c + 5 * cRow);
            c51 = TSimd.Load(c + 5 * cRow + TSimd.Lanes);
        }
        else
        {
            c00 = c01 = TSimd.Broadcast(0);
            c10 = c11 = TSimd.Broadcast(0);
            c20 = c21 = TSimd.Broadcast(0);
            c30 = c31 = TSimd.Broadcast(0);
            c40 = c41 = TSimd.Broadcast(0);
            c50 = c51 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Lanes);
            TVector x = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            x = TSimd.Broadcast(a[r1]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            x = TSimd.Broadcast(a[r2]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            x = TSimd.Broadcast(a[r3]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
            x = TSimd.Broadcast(a[r4]);
            c40 = TSimd.MultiplyAdd(x, b0, c40);
            c41 = TSimd.MultiplyAdd(x, b1, c41);
            x = TSimd.Broadcast(a[r5]);
            c50 = TSimd.MultiplyAdd(x, b0, c50);
            c51 = TSimd.MultiplyAdd(x, b1, c51);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c00, c);
        TSimd.Store(c01, c + TSimd.Lanes);
        TSimd.Store(c10, c + cRow);
        TSimd.Store(c11, c + cRow + TSimd.Lanes);
        TSimd.Store(c20, c + 2 * cRow);
        TSimd.Store(c21, c + 2 * cRow + TSimd.Lanes);
        TSimd.Store(c30, c + 3 * cRow);
        TSimd.Store(c31, c + 3 * cRow + TSimd.Lanes);
        TSimd.Store(c40, c + 4 * cRow);
        TSimd.Store(c41, c + 4 * cRow + TSimd.Lanes);
        TSimd.Store(c50, c + 5 * cRow);
        TSimd.Store(c51, c + 5 * cRow + TSimd.Lanes);
    }

    /// <summary>4 rows by 2 vectors: 8 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x2<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        nint r1 = p.ARow, r2 = 2 * r1, r3 = 3 * r1;
        TVector c00, c01;
        TVector c10, c11;
        TVector c20, c21;
        TVector c30, c31;
        if (p.Accumulate)
        {
            c00 = TSimd.Load(c);
            c01 = TSimd.Load(c + TSimd.Lanes);
            c10 = TSimd.Load(c + cRow);
            c11 = TSimd.Load(c + cRow + TSimd.Lanes);
            c20 = TSimd.Load(c + 2 * cRow);
            c21 = TSimd.Load(c + 2 * cRow + TSimd.Lanes);
            c30 = TSimd.Load(c + 3 * cRow);
            c31 = TSimd.Load(c + 3 * cRow + TSimd.Lanes);
        }
        else
        {
            c00 = c01 = TSimd.Broadcast(0);
            c10 = c11 = TSimd.Broadcast(0);
            c20 = c21 = TSimd.Broadcast(0);
            c30 = c31 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Lanes);
            TVector x = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            x = TSimd.Broadcast(a[r1]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            x = TSimd.Broadcast(a[r2]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            x = TSimd.Broadcast(a[r3]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c00, c);
        TSimd.Store(c01, c + TSimd.Lanes);
        TSimd.Store(c10, c + cRow);
        TSimd.Store(c11, c + cRow + TSimd.Lanes);
        TSimd.Store(c20, c + 2 * cRow);
        TSimd.Store(c21, c + 2 * cRow + TSimd.Lanes);
        TSimd.Store(c30, c + 3 * cRow);
        TSimd.Store(c31, c + 3 * cRow + TSimd.Lanes);
    }

    /// <summary>12 rows by 1 vector: 12 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile12x1<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        nint r1 = p.ARow, r2 = 2 * r1, r3 = 3 * r1, r4 = 4 * r1, r5 = 5 * r1, r6 = 6 * r1, r7 = 7 * r1, r8 = 8 * r1, r9 = 9 * r1, r10 = 10 * r1, r11 = 11 * r1;
        TVector c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11;
        if (p.Accumulate)
        {
            c0 = TSimd.Load(c);
            c1 = TSimd.Load(c + cRow);
            c2 = TSimd.Load(c + 2 * cRow);
            c3 = TSimd.Load(c + 3 * cRow);
            c4 = TSimd.Load(c + 4 * cRow);
            c5 = TSimd.Load(c + 5 * cRow);
            c6 = TSimd.Load(c + 6 * cRow);
            c7 = TSimd.Load(c + 7 * cRow);
            c8 = TSimd.Load(c + 8 * cRow);
            c9 = TSimd.Load(c + 9 * cRow);
            c10 = TSimd.Load(c + 10 * cRow);
            c11 = TSimd.Load(c + 11 * cRow);
        }
        else
        {
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = c8 = c9 = c10 = c11 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            TVector b0 = TSimd.Load(b);
            TVector x = TSimd.Broadcast(*a);
            c0 = TSimd.MultiplyAdd(x, b0, c0);
            x = TSimd.Broadcast(a[r1]);
            c1 = TSimd.MultiplyAdd(x, b0, c1);
            x = TSimd.Broadcast(a[r2]);
            c2 = TSimd.MultiplyAdd(x, b0, c2);
            x = TSimd.Broadcast(a[r3]);
            c3 = TSimd.MultiplyAdd(x, b0, c3);
            x = TSimd.Broadcast(a[r4]);
            c4 = TSimd.MultiplyAdd(x, b0, c4);
            x = TSimd.Broadcast(a[r5]);
            c5 = TSimd.MultiplyAdd(x, b0, c5);
            x = TSimd.Broadcast(a[r6]);
            c6 = TSimd.MultiplyAdd(x, b0, c6);
            x = TSimd.Broadcast(a[r7]);
            c7 = TSimd.MultiplyAdd(x, b0, c7);
            x = TSimd.Broadcast(a[r8]);
            c8 = TSimd.MultiplyAdd(x, b0, c8);
            x = TSimd.Broadcast(a[r9]);
            c9 = TSimd.MultiplyAdd(x, b0, c9);
            x = TSimd.Broadcast(a[r10]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            x = TSimd.Broadcast(a[r11]);
            c11 = TSimd.MultiplyAdd(x, b0, c11);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c0, c);
        TSimd.Store(c1, c + cRow);
        TSimd.Store(c2, c + 2 * cRow);
        TSimd.Store(c3, c + 3 * cRow);
        TSimd.Store(c4, c + 4 * cRow);
        TSimd.Store(c5, c + 5 * cRow);
        TSimd.Store(c6, c + 6 * cRow);
        TSimd.Store(c7, c + 7 * cRow);
        TSimd.Store(c8, c + 8 * cRow);
        TSimd.Store(c9, c + 9 * cRow);
        TSimd.Store(c10, c + 10 * cRow);
        TSimd.Store(c11, c + 11 * cRow);
    }

    /// <summary>8 rows by 1 vector: 8 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x1<TSimd, TVector>(in Product p, int row, int column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* a = p.A + row * p.ARow;
        float* b = p.B + column;
        float* c = p.C + row * p.CRow + column;
        nint aStep = p.AStep, bRow = p.BRow, cRow = p.CRow;
        nint r1 = p.ARow, r2 = 2 * r1, r3 = 3 * r1, r4 = 4 * r1, r5 = 5 * r1, r6 = 6 * r1, r7 = 7 * r1;
        TVector c0, c1, c2, c3, c4, c5, c6, c7;
        if (p.Accumulate)
        {
            c0 = TSimd.Load(c);
            c1 = TSimd.Load(c + cRow);
            c2 = TSimd.Load(c + 2 * cRow);
            c3 = TSimd.Load(c + 3 * cRow);
            c4 = TSimd.Load(c + 4 * cRow);
            c5 = TSimd.Load(c + 5 * cRow);
            c6 = TSimd.Load(c + 6 * cRow);
            c7 = TSimd.Load(c + 7 * cRow);
        }
        else
        {
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = TSimd.Broadcast(0);
        }
        for (int k = p.K; k > 0; k--)
        {
            TVector b0 = TSimd.Load(b);
            TVector x = TSimd.Broadcast(*a);
            c0 = TSimd.MultiplyAdd(x, b0, c0);
            x = TSimd.Broadcast(a[r1]);
            c1 = TSimd.MultiplyAdd(x, b0, c1);
            x = TSimd.Broadcast(a[r2]);
            c2 = TSimd.MultiplyAdd(x, b0, c2);
            x = TSimd.Broadcast(a[r3]);
            c3 = TSimd.MultiplyAdd(x, b0, c3);
            x = TSimd.Broadcast(a[r4]);
            c4 = TSimd.MultiplyAdd(x, b0, c4);
            x = TSimd.Broadcast(a[r5]);
            c5 = TSimd.MultiplyAdd(x, b0, c5);
            x = TSimd.Broadcast(a[r6]);
            c6 = TSimd.MultiplyAdd(x, b0, c6);
            x = TSimd.Broadcast(a[r7]);
            c7 = TSimd.MultiplyAdd(x, b0, c7);
            a += aStep;
            b += bRow;
        }
        TSimd.Store(c0, c);
        TSimd.Store(c1, c + cRow);
        TSimd.Store(c2, c + 2 * cRow);
        TSimd.Store(c3, c + 3 * cRow);
        TSimd.Store(c4, c + 4 * cRow);
        TSimd.Store(c5, c + 5 * cRow);
        TSimd.Store(c6, c + 6 * cRow);
        TSimd.Store(c7, c + 7 * cRow);
    }
}
