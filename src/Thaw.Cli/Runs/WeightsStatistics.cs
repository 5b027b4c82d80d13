using System.Globalization;
using Thaw.Cli.Terminal;
using Thaw.Comparison.Advice;
using Thaw.Images;
using Thaw.Tensors;
using Thaw.Weights;

namespace Thaw.Cli.Runs;

/// <summary><c>thaw weights statistics</c>.</summary>
internal sealed record WeightsStatistics
{
    /// <summary>The backbone, as <c>--backbone</c> takes it.</summary>
    public required string Backbone { get; init; }

    /// <summary>The pictures that it was trained on.</summary>
    public required string Data { get; init; }

    /// <summary>What they are, in words; null for the folder's name.</summary>
    public string? Text { get; init; }

    /// <summary>Where to write.</summary>
    public required string Out { get; init; }

    /// <summary>How many pictures to use at most.</summary>
    public required int Pictures { get; init; }

    /// <summary>Threads; 0 for one a processor.</summary>
    public required int Threads { get; init; }

    /// <summary>Computes and writes them.</summary>
    public int Execute(CancellationToken cancellation)
    {
        var display = Display.For(false);
        ImageSet set = ImageSet.Load(Data);
        Backbone backbone = CompareRun.Find(Backbone);
        using var device = new Cpu(Threads);
        SourceStatistics statistics = display.During(steps =>
        {
            LoadedImages images = PreparedPictures.Load(set, backbone.ImageSize, Threads, steps, cancellation);
            using IStep step = steps.Begin("Computing their features", 1);
            return SourceStatistics.Of(images, backbone, Text ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(set.Root)), device, Pictures, cancellation);
        });
        statistics.Write(Out);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Wrote {Out} ({Numbers.Size(new FileInfo(Out).Length)}) from {statistics.Pictures} pictures; it is found beside the backbone's file, as NAME{SourceStatistics.Extension}."));
        return ExitCode.Done;
    }
}
