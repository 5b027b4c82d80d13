using System.Globalization;
using Thaw.Benchmarks.Rounds;
using Thaw.Tensors;

namespace Thaw.Benchmarks.Layers;

/// <summary>What <c>layers</c> prints for people.</summary>
internal static class LayersText
{
    /// <summary>Says what is measured, and the table's head.</summary>
    public static void Start(int threads, int batch, int repeats)
    {
        Print($"VGG16 at 224x224, batch {batch}, {threads} threads, {Cpu.VectorBits}-bit vectors; median of {repeats}");
        Print($"GFLOP/s count direct convolution; % is the share of the Winograd bound, {KernelTiming.WinogradFactor:F0} times the peak beside each call");
        Print("");
        Print($"{"",-14}{"peak",8}   {"forward",-24}{"input gradient",-24}{"weight gradient",-24}");
        Print($"{"",-14}{"GFLOP/s",8}{Head()}{Head()}{Head()}");
    }

    /// <summary>A layer's line.</summary>
    public static void Line(LayerTiming timing) => Print(
        $"{timing.Layer.Name.Split('/')[1],-14}{Whole(Statistics.Median(timing.Peaks))}{Cells(timing.Forward)}{Cells(timing.InputGradient)}{Cells(timing.WeightGradient)}");

    /// <summary>The sums.</summary>
    public static void End(IReadOnlyList<LayerTiming> timings)
    {
        Print("");
        Sum("blocks 2 to 5", timings.Where(timing => timing.Layer.Block >= 2));
        Sum("all", timings);
    }

    private static void Sum(string name, IEnumerable<LayerTiming> timings)
    {
        LayerTiming[] all = [.. timings];
        double peak = Statistics.Median(all.SelectMany(timing => timing.Peaks));
        Print($"{name,-14}{Whole(peak)}{Cells(KernelTiming.Sum(all.Select(timing => timing.Forward)))}" +
            $"{Cells(KernelTiming.Sum(all.Select(timing => timing.InputGradient)))}{Cells(KernelTiming.Sum(all.Select(timing => timing.WeightGradient)))}");
    }

    private static string Whole(double number) => number.ToString("F0", CultureInfo.InvariantCulture).PadLeft(8);

    private static string Head() => $"{"ms",10}{"GFLOP/s",8}{"%",6}";

    private static string Cells(KernelTiming? timing) => timing is null ? $"{"-",10}{"-",8}{"-",6}" : Cells((timing.Seconds, timing.Gflops, timing.Share));

    private static string Cells((double Seconds, double Gflops, double Share) sum) =>
        string.Create(CultureInfo.InvariantCulture, $"{1000 * sum.Seconds,10:F2}{sum.Gflops,8:F0}{100 * sum.Share,6:F1}");

    private static void Print(string line) => Console.WriteLine(line.TrimEnd());
}
