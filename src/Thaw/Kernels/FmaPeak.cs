using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// The fastest that this machine multiplies and adds: chains of fused multiply-adds in registers, with the widest vectors that kernels use
/// and nothing read or written. No kernel can be faster, so it is what their speed is measured against.
/// </summary>
internal static unsafe class FmaPeak
{
    /// <summary>
    /// Chains that do not wait for each other. A multiply-add takes about 4 cycles and 2 start in each, so 8 keep the units busy; 12 leave
    /// room for the four registers of operands and counters where there are only 16.
    /// </summary>
    private const int Chains = 12;

    private const int Rounds = 40_000;

    /// <summary>Operations of one block, a multiply-add counting two.</summary>
    private static double OperationsOfBlock => 2.0 * Chains * Rounds * SimdWidth.Lanes;

    /// <summary>Measures for a while and gives the best slice, in 10^9 operations a second, all threads together.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="duration">How long to measure; there are at least three slices of about a hundredth of a second.</param>
    public static double Gigaflops(ThreadTeam team, TimeSpan duration)
    {
        int blocks = 64 * team.Count;
        long start = Stopwatch.GetTimestamp();
        double best = double.PositiveInfinity;
        for (int slice = 0; slice < 3 || Stopwatch.GetElapsedTime(start) < duration; slice++)
        {
            long t = Stopwatch.GetTimestamp();
            float sink = 0;
            team.Run(&Block, &sink, blocks);
            best = Math.Min(best, Stopwatch.GetElapsedTime(t).TotalSeconds);
        }
        return OperationsOfBlock * blocks / best / 1e9;
    }

    private static void Block(void* sink, int block, int worker)
    {
        float* lanes = stackalloc float[Chains * SimdWidth.Lanes];
        switch (SimdWidth.Lanes)
        {
            case 16: Chain<Simd512, Vector512<float>>(block, lanes); break;
            case 8: Chain<Simd256, Vector256<float>>(block, lanes); break;
            case 4: Chain<Simd128, Vector128<float>>(block, lanes); break;
            default: Chain<SimdScalar, float>(block, lanes); break;
        }
        // Never true, since the chains tend to 1; but then nothing of them can be left out
        if (lanes[0] < 0)
            *(float*)sink = lanes[0];
    }

    // x -> x / 2 + 1/2, twelve times side by side: stays near 1 for ever. A call in here would make the compiler keep the chains in memory
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chain<TSimd, TVector>(int seed, float* lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector half = TSimd.Broadcast(0.5f);
        TVector c0 = TSimd.Broadcast(seed + 0);
        TVector c1 = TSimd.Broadcast(seed + 1);
        TVector c2 = TSimd.Broadcast(seed + 2);
        TVector c3 = TSimd.Broadcast(seed + 3);
        TVector c4 = TSimd.Broadcast(seed + 4);
        TVector c5 = TSimd.Broadcast(seed + 5);
        TVector c6 = TSimd.Broadcast(seed + 6);
        TVector c7 = TSimd.Broadcast(seed + 7);
        TVector c8 = TSimd.Broadcast(seed + 8);
        TVector c9 = TSimd.Broadcast(seed + 9);
        TVector c10 = TSimd.Broadcast(seed + 10);
        TVector c11 = TSimd.Broadcast(seed + 11);
        for (int i = 0; i < Rounds; i++)
        {
            c0 = TSimd.MultiplyAdd(c0, half, half);
            c1 = TSimd.MultiplyAdd(c1, half, half);
            c2 = TSimd.MultiplyAdd(c2, half, half);
            c3 = TSimd.MultiplyAdd(c3, half, half);
            c4 = TSimd.MultiplyAdd(c4, half, half);
            c5 = TSimd.MultiplyAdd(c5, half, half);
            c6 = TSimd.MultiplyAdd(c6, half, half);
            c7 = TSimd.MultiplyAdd(c7, half, half);
            c8 = TSimd.MultiplyAdd(c8, half, half);
            c9 = TSimd.MultiplyAdd(c9, half, half);
            c10 = TSimd.MultiplyAdd(c10, half, half);
            c11 = TSimd.MultiplyAdd(c11, half, half);
        }
        TSimd.Store(c0, lanes);
        TSimd.Store(c1, lanes + 1 * TSimd.Lanes);
        TSimd.Store(c2, lanes + 2 * TSimd.Lanes);
        TSimd.Store(c3, lanes + 3 * TSimd.Lanes);
        TSimd.Store(c4, lanes + 4 * TSimd.Lanes);
        TSimd.Store(c5, lanes + 5 * TSimd.Lanes);
        TSimd.Store(c6, lanes + 6 * TSimd.Lanes);
        TSimd.Store(c7, lanes + 7 * TSimd.Lanes);
        TSimd.Store(c8, lanes + 8 * TSimd.Lanes);
        TSimd.Store(c9, lanes + 9 * TSimd.Lanes);
        TSimd.Store(c10, lanes + 10 * TSimd.Lanes);
        TSimd.Store(c11, lanes + 11 * TSimd.Lanes);
    }
}
