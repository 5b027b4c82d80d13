using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>Where the output transform writes a tile of 4x4 pixels, and what it does on the way. Strides are in floats.</summary>
internal unsafe struct WinogradTarget
{
    /// <summary>The tile's first pixel, or null if only the pooled pixels are wanted.</summary>
    public float* Y;

    /// <summary>From a row of <see cref="Y"/> and <see cref="Gate"/> to the next, and from a pixel to the next.</summary>
    public nint Row, Column;

    /// <summary>What is added, one number a channel.</summary>
    public float* Bias;

    /// <summary>Whether negative results become 0.</summary>
    public bool Relu;

    /// <summary>Results become 0 where these numbers, laid out as <see cref="Y"/>, are not above 0; null for no gate.</summary>
    public float* Gate;

    /// <summary>Where the maxima of 2x2 pixels go, two rows of two; null for no pooling. A pixel takes as many floats as in <see cref="Y"/>.</summary>
    public float* Pooled;

    /// <summary>From a row of <see cref="Pooled"/> to the next.</summary>
    public nint PooledRow;

    /// <summary>Whether <see cref="Y"/> is written past the caches.</summary>
    public bool Streaming;
}

/// <summary>
/// The output transform Aᵀ m A of Winograd's F(4x4, 3x3): 36 planes become a tile of 4x4 pixels. Bias, ReLU, a gate and 2x2 maxima are
/// applied while the pixels are in registers.
/// </summary>
internal static unsafe class WinogradOutput
{
    /// <summary>Transforms one tile.</summary>
    /// <param name="m">The tile's first number in plane 0.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="target">Where the pixels go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform<TSimd, TVector>(float* m, nint plane, int channels, in WinogradTarget target)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c + TSimd.Lanes <= channels; c += TSimd.Lanes)
        {
            float* source = m + c;
            Column<TSimd, TVector>(source, plane, out TVector a0, out TVector b0, out TVector c0, out TVector d0);
            Column<TSimd, TVector>(source + plane, plane, out TVector a1, out TVector b1, out TVector c1, out TVector d1);
            Column<TSimd, TVector>(source + 2 * plane, plane, out TVector a2, out TVector b2, out TVector c2, out TVector d2);
            Column<TSimd, TVector>(source + 3 * plane, plane, out TVector a3, out TVector b3, out TVector c3, out TVector d3);
            Column<TSimd, TVector>(source + 4 * plane, plane, out TVector a4, out TVector b4, out TVector c4, out TVector d4);
            Column<TSimd, TVector>(source + 5 * plane, plane, out TVector a5, out TVector b5, out TVector c5, out TVector d5);
            Row<TSimd, TVector>(a0, a1, a2, a3, a4, a5, target, 0, c, out TVector upperLeft, out TVector upperRight);
            Row<TSimd, TVector>(b0, b1, b2, b3, b4, b5, target, target.Row, c, out TVector left, out TVector right);
            if (target.Pooled != null)
            {
                TSimd.Store(TSimd.Max(upperLeft, left), target.Pooled + c);
                TSimd.Store(TSimd.Max(upperRight, right), target.Pooled + target.Column + c);
            }
            Row<TSimd, TVector>(c0, c1, c2, c3, c4, c5, target, 2 * target.Row, c, out upperLeft, out upperRight);
            Row<TSimd, TVector>(d0, d1, d2, d3, d4, d5, target, 3 * target.Row, c, out left, out right);
            if (target.Pooled != null)
            {
                TSimd.Store(TSimd.Max(upperLeft, left), target.Pooled + target.PooledRow + c);
                TSimd.Store(TSimd.Max(upperRight, right), target.Pooled + target.PooledRow + target.Column + c);
            }
        }
        if (c < channels)
            Transform<SimdScalar, float>(m + c, plane, channels - c, From(target, c));
    }

    private static WinogradTarget From(in WinogradTarget target, int channel)
    {
        WinogradTarget rest = target;
        rest.Bias += channel;
        if (rest.Y != null)
            rest.Y += channel;
        if (rest.Gate != null)
            rest.Gate += channel;
        if (rest.Pooled != null)
            rest.Pooled += channel;
        return rest;
    }

    // Aᵀ: m0 + (m1 + m2) + (m3 + m4), p (m1 - m2) + q (m3 - m4), (m1 + m2)/2 + 2 (m3 + m4), p³ (m1 - m2) + q³ (m3 - m4) + m5
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TSimd, TVector>(float* m, nint plane, out TVector a, out TVector b, out TVector c, out TVector d)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector m1 = TSimd.Load(m + 6 * plane), m2 = TSimd.Load(m + 12 * plane), m3 = TSimd.Load(m + 18 * plane), m4 = TSimd.Load(m + 24 * plane);
        TVector sum12 = TSimd.Add(m1, m2), sum34 = TSimd.Add(m3, m4), difference12 = TSimd.Subtract(m1, m2), difference34 = TSimd.Subtract(m3, m4);
        a = TSimd.Add(TSimd.Add(TSimd.Load(m), sum12), sum34);
        b = Combine<TSimd, TVector>(WinogradPoints.Small, difference12, WinogradPoints.Large, difference34, TSimd.Broadcast(0));
        c = Combine<TSimd, TVector>(0.5f, sum12, 2, sum34, TSimd.Broadcast(0));
        d = Combine<TSimd, TVector>(WinogradPoints.SmallCubed, difference12, WinogradPoints.LargeCubed, difference34, TSimd.Load(m + 30 * plane));
    }

    // small x + large y + z
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Combine<TSimd, TVector>(float small, TVector x, float large, TVector y, TVector z)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        TSimd.MultiplyAdd(TSimd.Broadcast(large), y, TSimd.MultiplyAdd(TSimd.Broadcast(small), x, z));

    // The same along the row, then what the target asks for
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TSimd, TVector>(TVector t0, TVector t1, TVector t2, TVector t3, TVector t4, TVector t5, in WinogradTarget target,
        nint offset, int channel, out TVector left, out TVector right)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector bias = TSimd.Load(target.Bias + channel);
        TVector sum12 = TSimd.Add(t1, t2), sum34 = TSimd.Add(t3, t4), difference12 = TSimd.Subtract(t1, t2), difference34 = TSimd.Subtract(t3, t4);
        TVector y0 = TSimd.Add(TSimd.Add(TSimd.Add(t0, sum12), sum34), bias);
        TVector y1 = Combine<TSimd, TVector>(WinogradPoints.Small, difference12, WinogradPoints.Large, difference34, bias);
        TVector y2 = Combine<TSimd, TVector>(0.5f, sum12, 2, sum34, bias);
        TVector y3 = Combine<TSimd, TVector>(WinogradPoints.SmallCubed, difference12, WinogradPoints.LargeCubed, difference34, TSimd.Add(t5, bias));
        if (target.Relu)
        {
            y0 = TSimd.Relu(y0);
            y1 = TSimd.Relu(y1);
            y2 = TSimd.Relu(y2);
            y3 = TSimd.Relu(y3);
        }
        nint column = target.Column;
        offset += channel;
        if (target.Gate != null)
        {
            float* gate = target.Gate + offset;
            y0 = TSimd.Gate(TSimd.Load(gate), y0);
            y1 = TSimd.Gate(TSimd.Load(gate + column), y1);
            y2 = TSimd.Gate(TSimd.Load(gate + 2 * column), y2);
            y3 = TSimd.Gate(TSimd.Load(gate + 3 * column), y3);
        }
        if (target.Y != null)
        {
            float* y = target.Y + offset;
            if (target.Streaming)
            {
                TSimd.StoreStreaming(y0, y);
                TSimd.StoreStreaming(y1, y + column);
                TSimd.StoreStreaming(y2, y + 2 * column);
                TSimd.StoreStreaming(y3, y + 3 * column);
            }
            else
            {
                TSimd.Store(y0, y);
                TSimd.Store(y1, y + column);
                TSimd.Store(y2, y + 2 * column);
                TSimd.Store(y3, y + 3 * column);
            }
        }
        left = TSimd.Max(y0, y1);
        right = TSimd.Max(y2, y3);
    }
}
