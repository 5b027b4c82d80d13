namespace Thaw.Benchmarks.Serve;

/// <summary>Whether answers came from versions that were replaced already when they were asked for.</summary>
internal static class SwapOrder
{
    /// <summary>Counts answers of a version older than one that was known when their request was sent.</summary>
    /// <param name="records">Requests; only those that were answered with 200 count.</param>
    /// <param name="versions">Versions from the oldest to the newest, each once.</param>
    /// <param name="reported">When the service told of a version by other means: the moment its answer had come.</param>
    /// <returns>How many came too old, and how many from a version that is not in the list.</returns>
    public static (int Stale, int Unknown) Count(IReadOnlyList<LoadRecord> records, IReadOnlyList<string> versions, IEnumerable<(long Time, string Version)> reported)
    {
        var places = versions.Select((version, i) => (version, i)).ToDictionary(pair => pair.version, pair => pair.i, StringComparer.Ordinal);
        LoadRecord[] answered = [.. records.Where(record => record.Status == 200 && places.ContainsKey(record.Version))];
        var known = new Queue<(long Time, int Place)>(answered.Select(record => (record.Done, places[record.Version]))
            .Concat(reported.Select(report => (report.Time, places[report.Version]))).OrderBy(moment => moment.Item1));
        int newest = 0, stale = 0;
        foreach (LoadRecord record in answered.OrderBy(record => record.Sent))
        {
            while (known.TryPeek(out (long Time, int Place) moment) && moment.Time < record.Sent)
                newest = Math.Max(newest, known.Dequeue().Place);
            stale += places[record.Version] < newest ? 1 : 0;
        }
        return (stale, records.Count(record => record.Status == 200) - answered.Length);
    }
}
