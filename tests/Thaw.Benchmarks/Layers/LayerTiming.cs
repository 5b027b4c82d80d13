using System.Diagnostics;
using Thaw.Benchmarks.Kernels;
using Thaw.Benchmarks.Rounds;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Layers;

/// <summary>The times of one convolution.</summary>
/// <param name="Layer">Which one.</param>
/// <param name="Peaks">The processor's peak before each repeat and after the last, in GFLOP/s.</param>
/// <param name="Forward">Forward with bias and ReLU.</param>
/// <param name="InputGradient">Null for the first convolution, where training needs none.</param>
/// <param name="WeightGradient">Gradients of weights and bias.</param>
internal sealed record LayerTiming(
    VggLayer Layer, IReadOnlyList<double> Peaks, KernelTiming Forward, KernelTiming? InputGradient, KernelTiming WeightGradient)
{
    /// <summary>
    /// Measures a layer: one call of each kernel to warm up, then in each repeat the peak and each kernel once, and the peak again
    /// at the end. The shares use the median of these peaks, so a machine that slows down while a layer runs slows both.
    /// </summary>
    public static LayerTiming Measure(VggLayer layer, ThreadTeam team, int repeats)
    {
        using var work = new ConvolutionWork(layer.Shape, team);
        bool first = layer.Shape.C == 3;
        List<double> peaks = [], forward = [], input = [], weight = [];
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            double peak = FmaPeak.Measure(team), forwardSeconds = Seconds(work.Forward), weightSeconds = Seconds(work.WeightGradient);
            double inputSeconds = first ? 0 : Seconds(work.InputGradient);
            if (repeat < 0)
                continue;
            peaks.Add(peak);
            forward.Add(forwardSeconds);
            weight.Add(weightSeconds);
            input.Add(inputSeconds);
        }
        peaks.Add(FmaPeak.Measure(team));
        double typical = Statistics.Median(peaks), flops = layer.DirectFlops;
        return new LayerTiming(layer, peaks, new KernelTiming(flops, forward, typical),
            first ? null : new KernelTiming(flops, input, typical), new KernelTiming(flops, weight, typical));
    }

    private static double Seconds(Action kernel)
    {
        long start = Stopwatch.GetTimestamp();
        kernel();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
