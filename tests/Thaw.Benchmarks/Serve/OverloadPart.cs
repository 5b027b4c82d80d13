using System.Diagnostics;

namespace Thaw.Benchmarks.Serve;

/// <summary>The part <c>overload</c>: four times as many requests as the service can answer.</summary>
internal static class OverloadPart
{
    private const double Over = 4, QueueTimes = 3, MarginMilliseconds = 250, Calm = 2;
    private const int Queue = 64;

    public static async Task RunAsync(ServeContext context, ServeReport report)
    {
        using ServedProcess service = await ServedProcess.StartAsync(context.App, context.Zip).ConfigureAwait(false);
        await LoadResult.RunAsync(context.Closed(service, 2)).ConfigureAwait(false);
        double capacity = (await LoadResult.RunAsync(context.Closed(service, Math.Min(5, context.Seconds))).ConfigureAwait(false)).Throughput;
        var quiet = new LoadPhase(capacity / 2, 5);
        var over = new LoadPhase(Over * capacity, context.Seconds);
        (LoadResult load, IReadOnlyList<(long Time, double Mebibytes)> resident) =
            await service.WatchAsync(LoadResult.RunAsync(context.Open(service, quiet, over, quiet))).ConfigureAwait(false);
        long first = load.Records.Min(record => record.Due), begun = first + Ticks(quiet.Seconds), ended = begun + Ticks(over.Seconds);
        LoadRecord[] during = [.. load.Records.Where(record => record.Due >= begun && record.Due < ended)];
        LoadRecord[] accepted = [.. during.Where(record => record.Status == 200)];
        report.NoFailures("overload", load.Records, 200, 503);
        int bare = load.Records.Count(record => record.Status == 503 && !record.RetryAfter);
        report.Add("refusals", bare == 0, $"every 503 bears Retry-After", $"{bare} without, of {during.Count(record => record.Status == 503)}");
        double bound = QueueTimes * 1000 * Queue / capacity + MarginMilliseconds;
        var waits = new Latencies(accepted.Select(record => record.Milliseconds));
        report.Tell($"capacity {capacity:F0}/s; sent {during.Length / over.Seconds:F0}/s; answered {accepted.Length / over.Seconds:F0}/s; refused within "
            + $"{new Latencies(during.Where(record => record.Status == 503).Select(record => record.Milliseconds))}; the generator took {load.GeneratorShare:P1} of the processors; "
            + $"resident memory {resident.Min(sample => sample.Mebibytes):F0} to {resident.Max(sample => sample.Mebibytes):F0} MiB");
        report.Add("offered load", during.Length >= 0.9 * over.Rate * over.Seconds, $"the generator sends {Over} times the capacity", $"{during.Length / over.Seconds / capacity:F2} times");
        report.Add("accepted requests", waits.Count > 0 && waits.Percentile(1) <= bound,
            $"the longest wait at most {bound:F0} ms: {QueueTimes} times the full queue ({Queue} pictures at {1000 / capacity:F2} ms) and {MarginMilliseconds} ms, since refusals and the generator take their part of the processors", $"{waits}");
        var before = new Latencies(load.Records.Where(record => record.Due < begun && record.Due >= first + Ticks(1)).Select(record => record.Milliseconds));
        var after = new Latencies(load.Records.Where(record => record.Due >= ended + Ticks(1)).Select(record => record.Milliseconds));
        bool calm = after.Percentile(0.5) <= Calm * before.Percentile(0.5) && after.Percentile(0.99) <= Calm * before.Percentile(0.99) + 10;
        report.Add("after the overload", calm, $"from a second after its end on, p50 and p99 at most {Calm} times as before (p99 and 10 ms)", $"{after}; before {before}");
    }

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);
}
