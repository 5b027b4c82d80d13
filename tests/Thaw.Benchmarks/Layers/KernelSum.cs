namespace Thaw.Benchmarks.Layers;

/// <summary>One kernel on several layers.</summary>
/// <param name="Seconds">The sum of the layers' median times.</param>
/// <param name="Gflops">10^9 operations of the direct algorithm a second.</param>
/// <param name="Share">Share of the Winograd bound: the sum of the layers' bounds, each by its own peak, over the sum of their times.</param>
internal sealed record KernelSum(double Seconds, double Gflops, double Share)
{
    /// <summary>Adds up.</summary>
    /// <param name="timings">The layers; those that have none of this kernel are left out.</param>
    public static KernelSum Of(IEnumerable<KernelTiming?> timings)
    {
        KernelTiming[] all = [.. timings.OfType<KernelTiming>()];
        double seconds = all.Sum(timing => timing.Median);
        return new KernelSum(seconds, all.Sum(timing => timing.Flops) / seconds / 1e9, all.Sum(timing => timing.BoundSeconds) / seconds);
    }
}
