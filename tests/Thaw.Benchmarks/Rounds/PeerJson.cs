namespace Thaw.Benchmarks.Rounds;

/// <summary>Results as JSON: the table's numbers round by round, and all that every process printed.</summary>
internal static class PeerJson
{
    /// <summary>The document.</summary>
    public static string Write(PeerResults results) => JsonText.Of(new
    {
        Date = results.Day,
        Command = results.CommandLine,
        results.Threads,
        results.Rounds,
        Environment = results.Environment.ToDictionary(),
        Cases = results.Cases.Select(work => new
        {
            work.Name,
            work.Network,
            work.Width,
            work.Image,
            work.Batch,
            work.InferenceOnly,
            work.Seconds,
            Figures = results.Of(work).Select(comparison => new
            {
                comparison.Figure.Key,
                Values = results.Contestants.Select(contestant => new
                {
                    contestant.Name,
                    Median = comparison.Median(contestant.Name),
                    Rounds = comparison.Values(contestant.Name),
                }),
                ThawAgainst = results.Others.Select(other => (Name: other, Rounds: comparison.Advantages(other))).Select(ratio => new
                {
                    ratio.Name,
                    Median = ratio.Rounds.Length == 0 ? (double?)null : Statistics.Median(ratio.Rounds),
                    ratio.Rounds,
                }),
            }),
        }),
        results.Runs,
    }) + "\n";
}
