using System.Diagnostics;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Layers;

/// <summary>One call of a kernel.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="PeakGflops">The processor's peak just before or just after it, whichever is larger.</param>
internal readonly record struct KernelCall(double Seconds, double PeakGflops)
{
    /// <summary>
    /// Measures the peak, the call and the peak again. On a shared machine a core can be half as fast from one second to the next, which
    /// hits the kernel and the peak beside it alike; the larger peak is taken, so that a share is rather too low than too high.
    /// </summary>
    public static KernelCall Measure(Action kernel, ThreadTeam team)
    {
        double before = FmaPeak.Gigaflops(team, TimeSpan.Zero);
        long start = Stopwatch.GetTimestamp();
        kernel();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new KernelCall(seconds, Math.Max(before, FmaPeak.Gigaflops(team, TimeSpan.Zero)));
    }
}
