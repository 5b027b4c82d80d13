using System.Diagnostics;
using System.Globalization;
using Thaw.Benchmarks.Rounds;

namespace Thaw.Benchmarks.Advice;

/// <summary>The mode <c>advice</c>: asks for advice on many sets, trains every plan there, and says how often the advice was right.</summary>
internal static class AdviceMode
{
    /// <summary>Runs what is not there yet, prints a line a set, and writes the table.</summary>
    /// <param name="args">The command line without the mode's name.</param>
    public static int Run(string[] args)
    {
        var options = new CommandOptions(args, ["cifar", "tiny", "photos", "more", "work", "out", "thaw", "date"], ["fitted", "again"]);
        string work = Needed(options, "work");
        string[] app = Contestants.Thaw(options.Text("thaw"));
        var sets = new AdviceSets(app, Needed(options, "cifar"), Needed(options, "tiny"), Needed(options, "photos"), options.Has("fitted") ? Needed(options, "more") : null);
        IReadOnlyList<AdviceSet> chosen = options.Has("fitted") ? sets.Fitted : sets.Reported;
        var outcomes = new List<AdviceOutcome>();
        foreach (AdviceSet set in chosen)
        {
            long start = Stopwatch.GetTimestamp();
            outcomes.Add(Measure(set, app, work, options.Has("again")));
            AdviceOutcome last = outcomes[^1];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count} of {chosen.Count}, {set.Name}, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s: "
                + $"advised {string.Join(", ", last.Runs.Select(run => run.Plan).Distinct())} {100 * last.Advised:F1}%, best {last.Best} {100 * last.Accuracy(last.Best):F1}%, "
                + $"time {last.TimeRatio:F2}"));
        }
        if (options.Text("out") is { } folder)
        {
            foreach (string file in AdviceTable.Write(folder, outcomes, options.Text("date"), args))
                Console.WriteLine(file);
        }
        return 0;
    }

    private static AdviceOutcome Measure(AdviceSet set, string[] app, string work, bool again)
    {
        string pictures = Path.Combine(work, "sets"), runs = Path.Combine(work, "runs");
        Directory.CreateDirectory(pictures);
        string? made = null;
        string Data() => made ??= Make(set, Path.Combine(pictures, set.Name));
        var measured = new List<AdviceOutcome.Run>();
        for (int split = 0; split < set.Splits; split++)
        {
            string run = Path.Combine(runs, set.Splits == 1 ? set.Name : string.Create(CultureInfo.InvariantCulture, $"{set.Name}-{split}")), report = Path.Combine(run, "report.json");
            string[] pictureOptions = ["--seeds", set.Seeds, "--split-seed", split.ToString(CultureInfo.InvariantCulture), .. set.Options];
            if (!File.Exists(report))
            {
                if (Directory.Exists(run))
                    Directory.Delete(run, recursive: true);
                ChildProcess.Run([.. app, "compare", Data(), "--no-shift", "--out", run, .. pictureOptions]);
                Directory.Delete(Path.Combine(run, "models"), recursive: true);
                Directory.Delete(Path.Combine(run, "checkpoints"), recursive: true);
            }
            AdviceOutcome.Run outcome = AdviceOutcome.Run.Read(report);
            measured.Add(again ? outcome.WithAdvice(ChildProcess.Run([.. app, "advise", Data(), "--json", .. pictureOptions])) : outcome);
        }
        if (made is not null && made.StartsWith(pictures, StringComparison.Ordinal) && Directory.Exists(Path.Combine(pictures, set.Name)))
            Directory.Delete(Path.Combine(pictures, set.Name), recursive: true);
        return new AdviceOutcome(set.Name, set.Family, measured);
    }

    private static string Make(AdviceSet set, string path)
    {
        // What a stopped run may have left
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return set.Make(path);
    }

    private static string Needed(CommandOptions options, string name) =>
        options.Text(name) ?? throw new UsageException($"The mode 'advice' needs --{name} FOLDER; tests/Thaw.Benchmarks/README.md says what is in it.");
}
