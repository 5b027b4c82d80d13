using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>
/// The weights' transform G g Gᵀ of Winograd's F(4x4, 3x3), and its adjoint Gᵀ u G, which turns the gradient of the transformed weights
/// into that of the weights.
/// </summary>
internal static unsafe class WinogradWeights
{
    /// <summary>Transforms the weights of one channel in.</summary>
    /// <param name="g">The first tap's weights for that channel, one a channel out.</param>
    /// <param name="tap">Floats from a tap to the next.</param>
    /// <param name="channels">Channels out.</param>
    /// <param name="u">Where plane 0 starts; element (i, j) of the transform goes to plane 6 i + j.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform<TSimd, TVector>(float* g, nint tap, int channels, float* u, nint plane)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int k = 0;
        TVector* t = stackalloc TVector[18];
        for (; k + TSimd.Lanes <= channels; k += TSimd.Lanes)
        {
            for (int j = 0; j < 3; j++)
            {
                float* source = g + k + j * tap;
                Expand<TSimd, TVector>(TSimd.Load(source), TSimd.Load(source + 3 * tap), TSimd.Load(source + 6 * tap),
                    out t[j], out t[3 + j], out t[6 + j], out t[9 + j], out t[12 + j], out t[15 + j]);
            }
            for (int i = 0; i < 6; i++)
            {
                Expand<TSimd, TVector>(t[3 * i], t[3 * i + 1], t[3 * i + 2],
                    out TVector r0, out TVector r1, out TVector r2, out TVector r3, out TVector r4, out TVector r5);
                float* target = u + k + 6 * i * plane;
                TSimd.Store(r0, target);
                TSimd.Store(r1, target + plane);
                TSimd.Store(r2, target + 2 * plane);
                TSimd.Store(r3, target + 3 * plane);
                TSimd.Store(r4, target + 4 * plane);
                TSimd.Store(r5, target + 5 * plane);
            }
        }
        if (k < channels)
            Transform<SimdScalar, float>(g + k, tap, channels - k, u + k, plane);
    }

    /// <summary>Adds up the parts of the transformed weights' gradient, in order, and turns the sum into the weights' gradient.</summary>
    /// <param name="u">Where plane 0 of the first part starts.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="parts">How many parts there are.</param>
    /// <param name="part">Floats from a part to the next.</param>
    /// <param name="channels">Channels out.</param>
    /// <param name="g">Where the first tap's gradient goes.</param>
    /// <param name="tap">Floats from a tap to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<TSimd, TVector>(float* u, nint plane, int parts, nint part, int channels, float* g, nint tap)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int k = 0;
        TVector* t = stackalloc TVector[18];
        for (; k + TSimd.Lanes <= channels; k += TSimd.Lanes)
        {
            for (int j = 0; j < 6; j++)
            {
                float* source = u + k + j * plane;
                Contract<TSimd, TVector>(Sum<TSimd, TVector>(source, parts, part), Sum<TSimd, TVector>(source + 6 * plane, parts, part),
                    Sum<TSimd, TVector>(source + 12 * plane, parts, part), Sum<TSimd, TVector>(source + 18 * plane, parts, part),
                    Sum<TSimd, TVector>(source + 24 * plane, parts, part), Sum<TSimd, TVector>(source + 30 * plane, parts, part),
                    out t[j], out t[6 + j], out t[12 + j]);
            }
            for (int i = 0; i < 3; i++)
            {
                Contract<TSimd, TVector>(t[6 * i], t[6 * i + 1], t[6 * i + 2], t[6 * i + 3], t[6 * i + 4], t[6 * i + 5],
                    out TVector g0, out TVector g1, out TVector g2);
                float* target = g + k + 3 * i * tap;
                TSimd.Store(g0, target);
                TSimd.Store(g1, target + tap);
                TSimd.Store(g2, target + 2 * tap);
            }
        }
        if (k < channels)
            Gradient<SimdScalar, float>(u + k, plane, parts, part, channels - k, g + k, tap);
    }

    // G: g0, -2/3 (g0 ± p g1 + g2/2), (g0 ± q g1 + 2 g2)/6, g2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand<TSimd, TVector>(TVector g0, TVector g1, TVector g2, out TVector r0, out TVector r1, out TVector r2,
        out TVector r3, out TVector r4, out TVector r5)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector zero = TSimd.Broadcast(0);
        r0 = g0;
        TVector even = TSimd.MultiplyAdd(TSimd.Broadcast(-2f / 3), g0, TSimd.MultiplyAdd(TSimd.Broadcast(-1f / 3), g2, zero));
        r1 = TSimd.MultiplyAdd(TSimd.Broadcast(-2f / 3 * WinogradPoints.Small), g1, even);
        r2 = TSimd.MultiplyAdd(TSimd.Broadcast(2f / 3 * WinogradPoints.Small), g1, even);
        even = TSimd.MultiplyAdd(TSimd.Broadcast(1f / 6), g0, TSimd.MultiplyAdd(TSimd.Broadcast(1f / 3), g2, zero));
        r3 = TSimd.MultiplyAdd(TSimd.Broadcast(1f / 6 * WinogradPoints.Large), g1, even);
        r4 = TSimd.MultiplyAdd(TSimd.Broadcast(-1f / 6 * WinogradPoints.Large), g1, even);
        r5 = g2;
    }

    // Gᵀ: u0 - 2/3 (u1 + u2) + (u3 + u4)/6, 2/3 p (u2 - u1) + q/6 (u3 - u4), (u3 + u4 - u1 - u2)/3 + u5
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Contract<TSimd, TVector>(TVector u0, TVector u1, TVector u2, TVector u3, TVector u4, TVector u5, out TVector g0,
        out TVector g1, out TVector g2)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector zero = TSimd.Broadcast(0), sum12 = TSimd.Add(u1, u2), sum34 = TSimd.Add(u3, u4);
        g0 = TSimd.MultiplyAdd(TSimd.Broadcast(1f / 6), sum34, TSimd.MultiplyAdd(TSimd.Broadcast(-2f / 3), sum12, u0));
        g1 = TSimd.MultiplyAdd(TSimd.Broadcast(1f / 6 * WinogradPoints.Large), TSimd.Subtract(u3, u4),
            TSimd.MultiplyAdd(TSimd.Broadcast(2f / 3 * WinogradPoints.Small), TSimd.Subtract(u2, u1), zero));
        g2 = TSimd.MultiplyAdd(TSimd.Broadcast(1f / 3), TSimd.Subtract(sum34, sum12), u5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum<TSimd, TVector>(float* first, int parts, nint part)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector sum = TSimd.Load(first);
        for (int i = 1; i < parts; i++)
            sum = TSimd.Add(sum, TSimd.Load(first + i * part));
        return sum;
    }
}
