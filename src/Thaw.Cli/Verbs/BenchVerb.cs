using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;
using Thaw.Networks;
using Thaw.Training.Timing;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw bench</c>: measures how fast a network infers and trains on this machine.</summary>
internal static class BenchVerb
{
    /// <summary>Pictures are halved five times, so that sides are multiples of this.</summary>
    private const int SideStep = 32;

    private const int MaxSide = 4096, MaxBatch = 65536;

    private static readonly Dictionary<string, BenchmarkOptions> Networks = new(StringComparer.Ordinal)
    {
        ["vgg16"] = new() { ImageSize = 224, BatchSize = 8 },
        ["vgg16-tiny"] = new() { Width = 0.25, ImageSize = 64, BatchSize = 64 },
    };

    public static Command Create()
    {
        var command = new Command("bench", "Measure how fast a network infers and trains on this machine.");
        var options = new OptionSet(command, Settings.Bench);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            string name = values.Text(Settings.BenchNetwork) ?? "vgg16";
            if (!Networks.TryGetValue(name, out BenchmarkOptions? defaults))
                throw new UsageException(Spelling.Suggest($"{Settings.BenchNetwork.Option}: no network is named '{name}'", name, Networks.Keys));
            var benchmark = new SpeedRun
            {
                Network = name,
                Options = defaults with
                {
                    ImageSize = SideOf(values, defaults.ImageSize),
                    BatchSize = values.Whole(Settings.BenchBatch, defaults.BatchSize, 1, MaxBatch),
                    Seconds = values.Number(Settings.BenchSeconds, defaults.Seconds, seconds => seconds is > 0 and <= 3600, "above 0 and at most 3600"),
                },
                Threads = values.Whole(Settings.Threads, 0, 0, RunSettings.MaxThreads),
                Json = values.Flag(Settings.BenchJson),
            };
            return benchmark.Execute(cancellation);
        });
        return command;
    }

    private static int SideOf(SettingValues values, int fallback)
    {
        int side = values.Whole(Settings.BenchImage, fallback, Vgg.SmallestSide, MaxSide);
        return side % SideStep == 0 ? side : throw values[Settings.BenchImage]!.Value.Expected($"a multiple of {SideStep} from {Vgg.SmallestSide} to {MaxSide}");
    }
}
