using Thaw.Benchmarks.Rounds;

namespace Thaw.Benchmarks.Layers;

/// <summary>The times of one kernel on one layer.</summary>
/// <param name="Flops">Float operations of the direct algorithm.</param>
/// <param name="Calls">At least one.</param>
internal sealed record KernelTiming(double Flops, IReadOnlyList<KernelCall> Calls)
{
    /// <summary>The most that Winograd F(4x4,3x3) can save: 4 multiplications of the direct algorithm become 1.</summary>
    public const double WinogradFactor = 4;

    /// <summary>The median time, in seconds.</summary>
    public double Seconds { get; } = Statistics.Median(Calls.Select(call => call.Seconds));

    /// <summary>The shortest time, in seconds.</summary>
    public double BestSeconds { get; } = Calls.Min(call => call.Seconds);

    /// <summary>10^9 operations of the direct algorithm a second.</summary>
    public double Gflops => Flops / Seconds / 1e9;

    /// <summary>
    /// Share of the bound that was reached, 0 to 1: the median over the calls of the time that Winograd's multiplications alone would
    /// take at the peak beside the call, over the call's time.
    /// </summary>
    public double Share { get; } = Statistics.Median(Calls.Select(call => Flops / (WinogradFactor * call.PeakGflops * 1e9) / call.Seconds));

    /// <summary>The times of one kernel on several layers, added up.</summary>
    /// <param name="timings">Those that have none of this kernel are left out.</param>
    /// <returns>Seconds, 10^9 direct operations a second, and the layers' shares weighted by their times.</returns>
    public static (double Seconds, double Gflops, double Share) Sum(IEnumerable<KernelTiming?> timings)
    {
        KernelTiming[] all = [.. timings.OfType<KernelTiming>()];
        double seconds = all.Sum(timing => timing.Seconds);
        return (seconds, all.Sum(timing => timing.Flops) / seconds / 1e9, all.Sum(timing => timing.Share * timing.Seconds) / seconds);
    }
}
