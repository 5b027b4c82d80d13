using Thaw.Benchmarks.Kernels;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Layers;

/// <summary>The times of one convolution.</summary>
/// <param name="Layer">Which one.</param>
/// <param name="Forward">Forward with bias and ReLU.</param>
/// <param name="InputGradient">Null for the first convolution, where training needs none.</param>
/// <param name="WeightGradient">Gradients of weights and bias.</param>
internal sealed record LayerTiming(VggLayer Layer, KernelTiming Forward, KernelTiming? InputGradient, KernelTiming WeightGradient)
{
    /// <summary>The peaks beside all calls, in GFLOP/s.</summary>
    public IEnumerable<double> Peaks => new[] { Forward, InputGradient, WeightGradient }
        .OfType<KernelTiming>()
        .SelectMany(timing => timing.Calls)
        .Select(call => call.PeakGflops);

    /// <summary>Measures a layer: each kernel in turn, once to warm up and then as often as asked.</summary>
    public static LayerTiming Measure(VggLayer layer, ThreadTeam team, int repeats)
    {
        using var work = new ConvolutionWork(layer.Shape, team);
        Action[] kernels = layer.Shape.C == 3 ? [work.Forward, work.WeightGradient] : [work.Forward, work.WeightGradient, work.InputGradient];
        foreach (Action kernel in kernels)
            kernel();
        var calls = kernels.Select(_ => new List<KernelCall>()).ToArray();
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            for (int i = 0; i < kernels.Length; i++)
                calls[i].Add(KernelCall.Measure(kernels[i], team));
        }
        KernelTiming[] timings = [.. calls.Select(list => new KernelTiming(layer.DirectFlops, list))];
        return new LayerTiming(layer, timings[0], timings.ElementAtOrDefault(2), timings[1]);
    }
}
