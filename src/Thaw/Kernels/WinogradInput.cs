using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>
/// The input transform Bᵀ d B of Winograd's F(4x4, 3x3) (Lavin and Gray 2016, arXiv:1509.09308): a tile of 6x6 pixels becomes 36 numbers
/// a channel, each in a plane of its own. Rows of the result come in pairs that share their loads, so that nothing is spilled.
/// </summary>
/// <remarks>The points are those of <see cref="WinogradPoints"/>.</remarks>
internal static unsafe class WinogradInput
{
    /// <summary>Transforms one tile.</summary>
    /// <param name="d">The tile's first pixel.</param>
    /// <param name="row">Floats from a row of the tile to the next.</param>
    /// <param name="column">Floats from a pixel to the next.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="v">Where plane 0 starts; element (i, j) of the transform goes to plane 6 i + j.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    public static void Transform<TSimd, TVector>(float* d, nint row, nint column, int channels, float* v, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        OuterRows<TSimd, TVector>(d, row, column, channels, v, v + 30 * plane, plane);
        UpperRows<TSimd, TVector>(d, row, column, channels, v + 6 * plane, v + 12 * plane, plane);
        LowerRows<TSimd, TVector>(d, row, column, channels, v + 18 * plane, v + 24 * plane, plane);
    }

    /// <summary>Rows 0 and 5 of the transform, six planes each; parameters as for <see cref="Transform"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OuterRows<TSimd, TVector>(float* d, nint row, nint column, int channels, float* v0, float* v5, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes, d += TSimd.Lanes, v0 += TSimd.Lanes, v5 += TSimd.Lanes)
        {
            StoreRow<TSimd, TVector>(Outer<TSimd, TVector>(d, row), Outer<TSimd, TVector>(d + column, row),
                Outer<TSimd, TVector>(d + 2 * column, row), Outer<TSimd, TVector>(d + 3 * column, row),
                Outer<TSimd, TVector>(d + 4 * column, row), Outer<TSimd, TVector>(d + 5 * column, row), v0, plane);
            float* e = d + row;
            StoreRow<TSimd, TVector>(Outer<TSimd, TVector>(e, row), Outer<TSimd, TVector>(e + column, row),
                Outer<TSimd, TVector>(e + 2 * column, row), Outer<TSimd, TVector>(e + 3 * column, row),
                Outer<TSimd, TVector>(e + 4 * column, row), Outer<TSimd, TVector>(e + 5 * column, row), v5, plane);
        }
        if (c < channels)
            OuterRows<SimdScalar, float>(d, row, column, channels - c, v0, v5, plane);
    }

    /// <summary>Rows 1 and 2 of the transform.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UpperRows<TSimd, TVector>(float* d, nint row, nint column, int channels, float* v1, float* v2, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes, d += TSimd.Lanes, v1 += TSimd.Lanes, v2 += TSimd.Lanes)
        {
            Upper<TSimd, TVector>(d, row, out TVector a0, out TVector b0);
            Upper<TSimd, TVector>(d + column, row, out TVector a1, out TVector b1);
            Upper<TSimd, TVector>(d + 2 * column, row, out TVector a2, out TVector b2);
            Upper<TSimd, TVector>(d + 3 * column, row, out TVector a3, out TVector b3);
            Upper<TSimd, TVector>(d + 4 * column, row, out TVector a4, out TVector b4);
            Upper<TSimd, TVector>(d + 5 * column, row, out TVector a5, out TVector b5);
            StoreRow<TSimd, TVector>(a0, a1, a2, a3, a4, a5, v1, plane);
            StoreRow<TSimd, TVector>(b0, b1, b2, b3, b4, b5, v2, plane);
        }
        if (c < channels)
            UpperRows<SimdScalar, float>(d, row, column, channels - c, v1, v2, plane);
    }

    /// <summary>Rows 3 and 4 of the transform.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LowerRows<TSimd, TVector>(float* d, nint row, nint column, int channels, float* v3, float* v4, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes, d += TSimd.Lanes, v3 += TSimd.Lanes, v4 += TSimd.Lanes)
        {
            Lower<TSimd, TVector>(d, row, out TVector a0, out TVector b0);
            Lower<TSimd, TVector>(d + column, row, out TVector a1, out TVector b1);
            Lower<TSimd, TVector>(d + 2 * column, row, out TVector a2, out TVector b2);
            Lower<TSimd, TVector>(d + 3 * column, row, out TVector a3, out TVector b3);
            Lower<TSimd, TVector>(d + 4 * column, row, out TVector a4, out TVector b4);
            Lower<TSimd, TVector>(d + 5 * column, row, out TVector a5, out TVector b5);
            StoreRow<TSimd, TVector>(a0, a1, a2, a3, a4, a5, v3, plane);
            StoreRow<TSimd, TVector>(b0, b1, b2, b3, b4, b5, v4, plane);
        }
        if (c < channels)
            LowerRows<SimdScalar, float>(d, row, column, channels - c, v3, v4, plane);
    }

    // Row 0 of Bᵀ: d0 - 5/2 d2 + d4; one pixel further down it is row 5
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Outer<TSimd, TVector>(float* d, nint row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        Outer<TSimd, TVector>(TSimd.Load(d), TSimd.Load(d + 2 * row), TSimd.Load(d + 4 * row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Outer<TSimd, TVector>(TVector d0, TVector d2, TVector d4)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        TSimd.MultiplyAdd(TSimd.Broadcast(-2.5f), d2, TSimd.Add(d0, d4));

    // Rows 1 and 2 of Bᵀ: (d4 - 2 d2) ± p (d3 - 2 d1), p the smaller point
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Upper<TSimd, TVector>(float* d, nint row, out TVector a, out TVector b)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector even = TSimd.MultiplyAdd(TSimd.Broadcast(-2), TSimd.Load(d + 2 * row), TSimd.Load(d + 4 * row));
        TVector odd = TSimd.MultiplyAdd(TSimd.Broadcast(-2), TSimd.Load(d + row), TSimd.Load(d + 3 * row));
        a = TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Small), odd, even);
        b = TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Small), odd, even);
    }

    // Rows 3 and 4 of Bᵀ: (d4 - d2/2) ± q (d3 - d1/2), q the larger point
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lower<TSimd, TVector>(float* d, nint row, out TVector a, out TVector b)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector even = TSimd.MultiplyAdd(TSimd.Broadcast(-0.5f), TSimd.Load(d + 2 * row), TSimd.Load(d + 4 * row));
        TVector odd = TSimd.MultiplyAdd(TSimd.Broadcast(-0.5f), TSimd.Load(d + row), TSimd.Load(d + 3 * row));
        a = TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Large), odd, even);
        b = TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Large), odd, even);
    }

    // The same along the row
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TSimd, TVector>(TVector t0, TVector t1, TVector t2, TVector t3, TVector t4, TVector t5, float* v, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TSimd.Store(Outer<TSimd, TVector>(t0, t2, t4), v);
        TVector even = TSimd.MultiplyAdd(TSimd.Broadcast(-2), t2, t4), odd = TSimd.MultiplyAdd(TSimd.Broadcast(-2), t1, t3);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Small), odd, even), v + plane);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Small), odd, even), v + 2 * plane);
        even = TSimd.MultiplyAdd(TSimd.Broadcast(-0.5f), t2, t4);
        odd = TSimd.MultiplyAdd(TSimd.Broadcast(-0.5f), t1, t3);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(WinogradPoints.Large), odd, even), v + 3 * plane);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-WinogradPoints.Large), odd, even), v + 4 * plane);
        TSimd.Store(Outer<TSimd, TVector>(t1, t3, t5), v + 5 * plane);
    }
}
