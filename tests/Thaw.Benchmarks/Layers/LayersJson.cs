using Thaw.Benchmarks.Rounds;
using Thaw.Tensors;

namespace Thaw.Benchmarks.Layers;

/// <summary>What <c>layers --json</c> prints: times in milliseconds, shares from 0 to 1.</summary>
internal static class LayersJson
{
    /// <summary>Writes everything to stdout.</summary>
    public static void Write(IReadOnlyList<LayerTiming> timings, int threads, int batch, int repeats)
    {
        double[] peaks = [.. timings.SelectMany(timing => timing.Peaks)];
        Console.WriteLine(JsonText.Of(new
        {
            Network = "vgg16",
            Image = 224,
            Batch = batch,
            Threads = threads,
            Repeats = repeats,
            Cpu.VectorBits,
            PeakGflops = new { Median = Statistics.Median(peaks), Min = peaks.Min(), Max = peaks.Max() },
            Layers = timings.Select(timing => new
            {
                Name = timing.Layer.Name.Split('/')[1],
                timing.Layer.Shape.N,
                timing.Layer.Shape.H,
                timing.Layer.Shape.W,
                timing.Layer.Shape.C,
                timing.Layer.Shape.K,
                PeakGflops = Statistics.Median(timing.Peaks),
                Forward = Kernel(timing.Forward),
                InputGradient = Kernel(timing.InputGradient),
                WeightGradient = Kernel(timing.WeightGradient),
            }),
            FromBlock2 = Sums(timings.Where(timing => timing.Layer.Block >= 2)),
            All = Sums(timings),
        }));
    }

    private static object? Kernel(KernelTiming? timing) => timing is null
        ? null
        : new { Milliseconds = 1000 * timing.Seconds, BestMilliseconds = 1000 * timing.BestSeconds, DirectGflops = timing.Gflops, timing.Share };

    private static object Sums(IEnumerable<LayerTiming> timings)
    {
        LayerTiming[] all = [.. timings];
        return new
        {
            Forward = Sum(all.Select(timing => timing.Forward)),
            InputGradient = Sum(all.Select(timing => timing.InputGradient)),
            WeightGradient = Sum(all.Select(timing => timing.WeightGradient)),
        };
    }

    private static object Sum(IEnumerable<KernelTiming?> timings)
    {
        (double seconds, double gflops, double share) = KernelTiming.Sum(timings);
        return new { Milliseconds = 1000 * seconds, DirectGflops = gflops, Share = share };
    }
}
