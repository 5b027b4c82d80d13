using Thaw.Benchmarks.Rounds;

namespace Thaw.Benchmarks.Layers;

/// <summary>The times of one kernel on one layer.</summary>
/// <param name="Flops">Float operations of the direct algorithm.</param>
/// <param name="Seconds">A time a repeat.</param>
/// <param name="PeakGflops">The processor's peak while they were taken.</param>
internal sealed record KernelTiming(double Flops, IReadOnlyList<double> Seconds, double PeakGflops)
{
    /// <summary>The most that Winograd F(4x4,3x3) can save: 4 multiplications of the direct algorithm become 1.</summary>
    public const double WinogradFactor = 4;

    /// <summary>The median time.</summary>
    public double Median { get; } = Statistics.Median(Seconds);

    /// <summary>The shortest time.</summary>
    public double Best { get; } = Seconds.Min();

    /// <summary>10^9 operations of the direct algorithm a second.</summary>
    public double Gflops => Flops / Median / 1e9;

    /// <summary>How long it would take if Winograd's multiplications ran at the peak and nothing else cost anything.</summary>
    public double BoundSeconds => Flops / (WinogradFactor * PeakGflops * 1e9);

    /// <summary>Share of the bound that was reached, 0 to 1.</summary>
    public double Share => BoundSeconds / Median;
}
