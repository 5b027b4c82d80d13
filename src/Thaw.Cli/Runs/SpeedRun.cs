using System.Globalization;
using Spectre.Console;
using Thaw.Cli.Terminal;
using Thaw.Tensors;
using Thaw.Training.Timing;

namespace Thaw.Cli.Runs;

/// <summary>Measures a network's speed and shows it.</summary>
internal sealed record SpeedRun
{
    private const int Measurements = 6;

    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>What to measure.</summary>
    public required BenchmarkOptions Options { get; init; }

    /// <summary>Threads; 0 for one a processor.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether stdout gets JSON alone.</summary>
    public required bool Json { get; init; }

    /// <summary>Measures and shows what came out.</summary>
    public int Execute(CancellationToken cancellation)
    {
        var display = Display.For(Json);
        using var device = new Cpu(Threads);
        StepSpeeds speeds = display.During(steps =>
        {
            using IStep step = steps.Begin($"Measuring {Network} at {Options.ImageSize}x{Options.ImageSize}, batch {Options.BatchSize}, {Text(device.Threads)} threads", Measurements);
            return StepBenchmark.Run(device, Options, new Steps(step), cancellation);
        });
        if (Json)
            WriteJson(device, speeds);
        else
            WriteTable(speeds);
        return ExitCode.Done;
    }

    private static void WriteTable(StepSpeeds speeds)
    {
        Table table = Display.NewTable();
        table.AddColumn("what");
        table.AddColumn(new TableColumn("images/s").RightAligned());
        table.AddRow("inference, features only", Rate(speeds.InferImagesPerSecond));
        table.AddRow("training step, all layers", Rate(speeds.FullStepImagesPerSecond));
        table.AddRow("training step, head alone", Rate(speeds.FrozenStepImagesPerSecond));
        table.AddRow("training step, head on cached features", Rate(speeds.CachedStepImagesPerSecond));
        Display.Write(table);
        Console.Out.WriteLine($"Inference: {Rate(speeds.DirectGflops)} GFLOP/s, counted as direct convolution; multiply-adds in registers reach {Rate(speeds.PeakGflops)}, with {Text(Cpu.VectorBits)}-bit vectors.");
        Console.Out.WriteLine($"Most memory, up to the full step: {Rate(speeds.PeakBytes / (double)(1 << 20))} MiB.");
    }

    private void WriteJson(Cpu device, StepSpeeds speeds) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("network", Network);
        json.WriteNumber("image", Options.ImageSize);
        json.WriteNumber("batch", Options.BatchSize);
        json.WriteNumber("threads", device.Threads);
        json.WriteString("device", device.Name);
        json.WriteNumber("vectorBits", Cpu.VectorBits);
        json.Number("inferImagesPerSecond", Math.Round(speeds.InferImagesPerSecond, 3));
        json.Number("fullStepImagesPerSecond", Math.Round(speeds.FullStepImagesPerSecond, 3));
        json.Number("frozenStepImagesPerSecond", Math.Round(speeds.FrozenStepImagesPerSecond, 3));
        json.Number("cachedStepImagesPerSecond", Math.Round(speeds.CachedStepImagesPerSecond, 3));
        json.Number("directGflops", Math.Round(speeds.DirectGflops, 3));
        json.Number("peakGflops", Math.Round(speeds.PeakGflops, 3));
        json.WriteNumber("peakBytes", speeds.PeakBytes);
        json.WriteEndObject();
    });

    private static string Rate(double value) => value.ToString(value < 9.995 ? "0.00" : value < 99.95 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Counts the measurements.</summary>
    private sealed class Steps(IStep step) : IProgress<string>
    {
        private int _done;

        public void Report(string value) => step.Report(_done++, "measuring " + value);
    }
}
