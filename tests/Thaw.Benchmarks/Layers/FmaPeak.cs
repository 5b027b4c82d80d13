using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Layers;

/// <summary>How many float operations a second the processor does at most: fused multiply-adds on registers alone, on all threads.</summary>
internal static unsafe class FmaPeak
{
    private const int BlocksPerThread = 16;
    private const int Steps = 200_000;
    private const int Chains = 12;

    /// <summary>Measures for about 10 milliseconds, in the widest vectors there are.</summary>
    /// <param name="team">The threads.</param>
    /// <returns>10^9 float operations a second, all threads together; a multiply-add counts as two.</returns>
    public static double Measure(ThreadTeam team)
    {
        delegate*<void*, int, int, void> block = SimdWidth.Lanes switch
        {
            16 => &Block<Simd512, Vector512<float>>,
            8 => &Block<Simd256, Vector256<float>>,
            4 => &Block<Simd128, Vector128<float>>,
            _ => &Block<SimdScalar, float>,
        };
        // Each block ends in a number, which keeps the compiler from leaving the work out
        int blocks = BlocksPerThread * team.Count;
        float* results = stackalloc float[blocks];
        team.Run(block, results, team.Count);
        long start = Stopwatch.GetTimestamp();
        team.Run(block, results, blocks);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return 2.0 * Chains * SimdWidth.Lanes * Steps * blocks / seconds / 1e9;
    }

    // A multiply-add takes about four cycles and two can start in each, so eight chains that wait for nothing but themselves would do
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TSimd, TVector>(void* state, int block, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector half = TSimd.Broadcast(0.5f);
        TVector c0 = TSimd.Broadcast(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, c9 = c0, c10 = c0, c11 = c0;
        for (int step = Steps; step > 0; step--)
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
        c0 = TSimd.MultiplyAdd(c0, c1, TSimd.MultiplyAdd(c2, c3, TSimd.MultiplyAdd(c4, c5, c6)));
        c0 = TSimd.MultiplyAdd(c0, c7, TSimd.MultiplyAdd(c8, c9, TSimd.MultiplyAdd(c10, c11, c0)));
        float* lanes = stackalloc float[TSimd.Lanes];
        TSimd.Store(c0, lanes);
        ((float*)state)[block] = lanes[0];
    }
}
