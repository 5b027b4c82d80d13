using System.Globalization;
using Thaw.Benchmarks.Rounds;

namespace Thaw.Benchmarks.Serve;

/// <summary>The mode <c>serve</c>: the real <c>thaw serve</c> under load on loopback.</summary>
internal static class ServeMode
{
    private static readonly Dictionary<string, Func<ServeContext, ServeReport, Task>> Parts = new(StringComparer.Ordinal)
    {
        ["throughput"] = ThroughputPart.RunAsync,
        ["overload"] = OverloadPart.RunAsync,
        ["swaps"] = SwapsPart.RunAsync,
    };

    /// <summary>Runs the parts that are asked for, or all.</summary>
    /// <param name="args">The command line without the mode's name.</param>
    /// <returns>0 where all bounds were kept, else 1.</returns>
    public static int Run(string[] args)
    {
        string[] parts = [.. args.TakeWhile(Parts.ContainsKey)];
        var options = new CommandOptions(args[parts.Length..], ["photos", "model", "seconds", "rounds", "requests", "swaps", "thaw", "out", "date"], []);
        string zip = Needed(options, "model"), photos = Needed(options, "photos");
        if (!File.Exists(zip))
            throw new UsageException($"--model: there is no file '{zip}'.");
        var context = new ServeContext(Contestants.Thaw(options.Text("thaw")), Path.GetFullPath(zip), Path.GetFullPath(photos),
            options.Count("seconds", 30), options.Count("rounds", 3), options.Count("requests", 100_000), options.Count("swaps", 50));
        var report = new ServeReport();
        foreach (string part in parts.Length > 0 ? parts : [.. Parts.Keys])
        {
            Console.WriteLine(part);
            Parts[part](context, report).GetAwaiter().GetResult();
        }
        if (options.Text("out") is { } folder)
        {
            foreach (string file in report.Write(folder, options.Text("date") ?? DateTime.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), context))
                Console.WriteLine(file);
        }
        return report.Passed ? 0 : 1;
    }

    private static string Needed(CommandOptions options, string name) =>
        options.Text(name) ?? throw new UsageException($"The mode 'serve' needs --{name}; tests/Thaw.Benchmarks/README.md says more.");
}
