using System.Diagnostics;
using System.Globalization;

namespace Thaw.Benchmarks.Rounds;

/// <summary>The mode <c>peers</c>: Thaw, PyTorch and ONNX Runtime in turn, on the same work, round after round.</summary>
internal static class PeersMode
{
    /// <summary>Measures, prints a line a process, and writes the results.</summary>
    /// <param name="args">The command line without the mode's name.</param>
    public static int Run(string[] args)
    {
        var options = new CommandOptions(args, ["rounds", "threads", "cases", "out", "date", "thaw", "python"], []);
        int rounds = options.Count("rounds", 5), threads = options.Count("threads", Environment.ProcessorCount);
        IReadOnlyList<PeerCase> cases = PeerCase.Named(options.Text("cases"));
        string folder = options.Text("out") ?? Repository.Combine("tests", "Thaw.Benchmarks", "results");
        DateOnly date = Date(options.Text("date"));
        DirectoryInfo models = Directory.CreateTempSubdirectory("thaw-peers-");
        try
        {
            IReadOnlyList<Contestant> contestants = Contestants.Find(options.Text("thaw"), options.Text("python"), threads, models.FullName);
            Console.WriteLine(string.Join(", ", contestants.Select(contestant => $"{contestant.Name} {contestant.Version}")));
            foreach (PeerCase work in cases)
                Contestants.Export(work, options.Text("python"), models.FullName);
            PeerRun[] runs = [.. Measure(cases, contestants, rounds)];
            var results = new PeerResults(date, CommandLine(args), threads, rounds, cases, contestants, runs);
            foreach (string file in results.Write(folder))
                Console.WriteLine(file);
        }
        finally
        {
            models.Delete(recursive: true);
        }
        return 0;
    }

    private static IEnumerable<PeerRun> Measure(IReadOnlyList<PeerCase> cases, IReadOnlyList<Contestant> contestants, int rounds)
    {
        for (int round = 1; round <= rounds; round++)
        {
            foreach (PeerCase work in cases)
            {
                // Each round starts with another one, so that no place in the row is one program's own
                for (int place = 0; place < contestants.Count; place++)
                    yield return Measure(work, contestants[(round - 1 + place) % contestants.Count], round, rounds);
            }
        }
    }

    private static PeerRun Measure(PeerCase work, Contestant contestant, int round, int rounds)
    {
        long start = Stopwatch.GetTimestamp();
        PeerRun run;
        try
        {
            string output = ChildProcess.Run(contestant.Command(work));
            run = new PeerRun(work.Name, round, contestant.Name, Stopwatch.GetElapsedTime(start).TotalSeconds, PeerOutput.Parse(output));
        }
        catch (FormatException e)
        {
            throw new FailureException($"{contestant.Name}, {work.Title}: {e.Message}");
        }
        IEnumerable<string> figures = Figure.All.Where(work.Has)
            .Select(figure => (Figure: figure, Value: PeerOutput.Number(run.Output, figure.Key)))
            .Where(item => item.Value is not null)
            .Select(item => $"{item.Figure.Format(item.Value!.Value)} {item.Figure.Label}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"round {round} of {rounds}, {work.Title}, {contestant.Name}, {run.Seconds:F0} s: {string.Join("; ", figures)}"));
        return run;
    }

    private static DateOnly Date(string? text)
    {
        if (text is null)
            return DateOnly.FromDateTime(DateTime.Now);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : throw new UsageException($"--date expects a day as in 2026-01-31, got '{text}'.");
    }

    private static string CommandLine(string[] args) =>
        string.Join(' ', ["dotnet run -c Release --project tests/Thaw.Benchmarks -- peers", .. args]);
}
