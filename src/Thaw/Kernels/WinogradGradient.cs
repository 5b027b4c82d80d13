using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>
/// The transform A dy Aᵀ of an output tile's gradient, the adjoint of <see cref="WinogradOutput"/>: 4x4 pixels become 36 numbers a channel,
/// each in a plane of its own. Rows of the result come in pairs, as in <see cref="WinogradInput"/>.
/// </summary>
internal static unsafe class WinogradGradient
{
    /// <summary>Rows 0 and 5 of the transform, six planes each.</summary>
    /// <param name="d">The tile's first pixel.</param>
    /// <param name="row">Floats from a row of the tile to the next.</param>
    /// <param name="column">Floats from a pixel to the next.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="m0">Where the first plane of row 0 starts.</param>
    /// <param name="m5">Where the first plane of row 5 starts.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OuterRows<TSimd, TVector>(float* d, nint row, nint column, int channels, float* m0, float* m5, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        float* last = d + 3 * row;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes)
        {
            StoreRow<TSimd, TVector>(TSimd.Load(d + c), TSimd.Load(d + column + c), TSimd.Load(d + 2 * column + c), TSimd.Load(d + 3 * column + c),
                m0 + c, plane);
            StoreRow<TSimd, TVector>(TSimd.Load(last + c), TSimd.Load(last + column + c), TSimd.Load(last + 2 * column + c),
                TSimd.Load(last + 3 * column + c), m5 + c, plane);
        }
        if (c < channels)
            OuterRows<SimdScalar, float>(d + c, row, column, channels - c, m0 + c, m5 + c, plane);
    }

    /// <summary>Rows 1 and 2 of the transform.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UpperRows<TSimd, TVector>(float* d, nint row, nint column, int channels, float* m1, float* m2, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes)
        {
            Upper<TSimd, TVector>(d + c, row, out TVector a0, out TVector b0);
            Upper<TSimd, TVector>(d + column + c, row, out TVector a1, out TVector b1);
            Upper<TSimd, TVector>(d + 2 * column + c, row, out TVector a2, out TVector b2);
            Upper<TSimd, TVector>(d + 3 * column + c, row, out TVector a3, out TVector b3);
            StoreRow<TSimd, TVector>(a0, a1, a2, a3, m1 + c, plane);
            StoreRow<TSimd, TVector>(b0, b1, b2, b3, m2 + c, plane);
        }
        if (c < channels)
            UpperRows<SimdScalar, float>(d + c, row, column, channels - c, m1 + c, m2 + c, plane);
    }

    /// <summary>Rows 3 and 4 of the transform.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LowerRows<TSimd, TVector>(float* d, nint row, nint column, int channels, float* m3, float* m4, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes)
        {
            Lower<TSimd, TVector>(d + c, row, out TVector a0, out TVector b0);
            Lower<TSimd, TVector>(d + column + c, row, out TVector a1, out TVector b1);
            Lower<TSimd, TVector>(d + 2 * column + c, row, out TVector a2, out TVector b2);
            Lower<TSimd, TVector>(d + 3 * column + c, row, out TVector a3, out TVector b3);
            StoreRow<TSimd, TVector>(a0, a1, a2, a3, m3 + c, plane);
            StoreRow<TSimd, TVector>(b0, b1, b2, b3, m4 + c, plane);
        }
        if (c < channels)
            LowerRows<SimdScalar, float>(d + c, row, column, channels - c, m3 + c, m4 + c, plane);
    }

    /// <summary>The sum of a tile's pixels, channel by channel: its share of the bias's gradient.</summary>
    /// <param name="d">The tile's first pixel.</param>
    /// <param name="row">Floats from a row of the tile to the next.</param>
    /// <param name="column">Floats from a pixel to the next.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="sum">One number a channel; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<TSimd, TVector>(float* d, nint row, nint column, int channels, float* sum)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes)
        {
            float* pixel = d + c;
            TVector first = RowSum<TSimd, TVector>(pixel, column), second = RowSum<TSimd, TVector>(pixel + row, column);
            TVector third = RowSum<TSimd, TVector>(pixel + 2 * row, column), fourth = RowSum<TSimd, TVector>(pixel + 3 * row, column);
            TSimd.Store(TSimd.Add(TSimd.Add(first, second), TSimd.Add(third, fourth)), sum + c);
        }
        if (c < channels)
            Sum<SimdScalar, float>(d + c, row, column, channels - c, sum + c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RowSum<TSimd, TVector>(float* d, nint column)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        TSimd.Add(TSimd.Add(TSimd.Load(d), TSimd.Load(d + column)), TSimd.Add(TSimd.Load(d + 2 * column), TSimd.Load(d + 3 * column)));

    // Rows 1 and 2 of A: (d0 + d2/2) ± p (d1 + d3/2), p the smaller point
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Upper<TSimd, TVector>(float* d, nint row, out TVector a, out TVector b)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector even = TSimd.MultiplyAdd(TSimd.Broadcast(0.5f), TSimd.Load(d + 2 * row), TSimd.Load(d));
        TVector odd = TSimd.MultiplyAdd(TSimd.Broadcast(0.5f), TSimd.Load(d + 3 * row), TSimd.Load(d + row));
        a = TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Small), odd, even);
        b = TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Small), odd, even);
    }

    // Rows 3 and 4 of A: (d0 + 2 d2) ± q (d1 + 2 d3), q the larger point
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lower<TSimd, TVector>(float* d, nint row, out TVector a, out TVector b)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector even = TSimd.MultiplyAdd(TSimd.Broadcast(2), TSimd.Load(d + 2 * row), TSimd.Load(d));
        TVector odd = TSimd.MultiplyAdd(TSimd.Broadcast(2), TSimd.Load(d + 3 * row), TSimd.Load(d + row));
        a = TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Large), odd, even);
        b = TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Large), odd, even);
    }

    // The same along the row
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TSimd, TVector>(TVector t0, TVector t1, TVector t2, TVector t3, float* m, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TSimd.Store(t0, m);
        TVector even = TSimd.MultiplyAdd(TSimd.Broadcast(0.5f), t2, t0), odd = TSimd.MultiplyAdd(TSimd.Broadcast(0.5f), t3, t1);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Small), odd, even), m + plane);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Small), odd, even), m + 2 * plane);
        even = TSimd.MultiplyAdd(TSimd.Broadcast(2), t2, t0);
        odd = TSimd.MultiplyAdd(TSimd.Broadcast(2), t3, t1);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Large), odd, even), m + 3 * plane);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Large), odd, even), m + 4 * plane);
        TSimd.Store(t3, m + 5 * plane);
    }
}
