using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Thaw.Benchmarks.Rounds;

namespace Thaw.Benchmarks.Serve;

/// <summary>The part <c>swaps</c>: new versions of the zip, one after the other, under load.</summary>
internal static class SwapsPart
{
    private const int BadEvery = 5, Connections = 8, VersionDigits = 16;
    private const double Growth = 1.05;

    public static async Task RunAsync(ServeContext context, ServeReport report)
    {
        string folder = Directory.CreateTempSubdirectory("thaw-swaps-").FullName;
        try
        {
            string zip = Path.Combine(folder, "served.zip");
            byte[] original = await File.ReadAllBytesAsync(context.Zip).ConfigureAwait(false);
            await File.WriteAllBytesAsync(zip, original).ConfigureAwait(false);
            using ServedProcess service = await ServedProcess.StartAsync(context.App, zip, "--watch", "0.2").ConfigureAwait(false);
            var work = SwapAsync(context, service, zip, original);
            (Outcome outcome, IReadOnlyList<(long Time, double Mebibytes)> resident) = await service.WatchAsync(work).ConfigureAwait(false);
            Tell(report, outcome, resident);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Outcome> SwapAsync(ServeContext context, ServedProcess service, string zip, byte[] original)
    {
        var zips = new SwapZips(original);
        var versions = new List<string> { VersionOf(original) };
        var reported = new List<(long, string)>();
        var moments = new List<long>();
        int bad = 0;
        var loads = new List<Task<LoadResult>>();
        // A generator is told how long it runs, so that each swap has one of its own
        for (int swap = 0; swap < context.Swaps; swap++)
        {
            byte[] next = swap % BadEvery == BadEvery - 1 ? zips.Bad(bad++) : zips.Good(swap);
            Task<LoadResult> load = LoadResult.RunAsync(context.Closed(service, 2.5, Connections));
            await Task.Delay(600).ConfigureAwait(false);
            await File.WriteAllBytesAsync(zip + ".new", next).ConfigureAwait(false);
            File.Move(zip + ".new", zip, overwrite: true);
            if (swap % BadEvery == BadEvery - 1)
                await service.UntilAsync(async () => (string?)(await HealthAsync(service).ConfigureAwait(false))["models"]![0]!["state"] == "outdated", "tell of a bad zip").ConfigureAwait(false);
            else
            {
                versions.Add(VersionOf(next));
                await service.UntilAsync(async () => await ServedVersionAsync(service).ConfigureAwait(false) == versions[^1], "take a new zip").ConfigureAwait(false);
                reported.Add((Stopwatch.GetTimestamp(), versions[^1]));
            }
            moments.Add(Stopwatch.GetTimestamp());
            loads.Add(load);
            await load.ConfigureAwait(false);
        }
        return new Outcome([.. (await Task.WhenAll(loads).ConfigureAwait(false)).SelectMany(load => load.Records)], versions, reported, moments, bad);
    }

    private static void Tell(ServeReport report, Outcome outcome, IReadOnlyList<(long Time, double Mebibytes)> resident)
    {
        report.Tell($"{outcome.Moments.Count} swaps, {outcome.Bad} of them refused; {outcome.Records.Count} requests: {new Latencies(outcome.Records.Select(record => record.Milliseconds))}");
        report.NoFailures("swaps", outcome.Records, 200);
        (int stale, int unknown) = SwapOrder.Count(outcome.Records, outcome.Versions, outcome.Reported);
        report.Add("versions", stale == 0 && unknown == 0, $"no answer of a version older than one that was known when the request was sent", $"{stale} too old, {unknown} unknown, of {outcome.Records.Count}");
        int answering = outcome.Records.Select(record => record.Version).Where(version => version.Length > 0).Distinct().Count();
        report.Add("swaps that came to answer", answering == outcome.Versions.Count, $"all {outcome.Versions.Count} versions answered requests", $"{answering} did");
        int fifth = Math.Max(1, outcome.Moments.Count / 5);
        double early = Median(resident, outcome.Moments[fifth - 1], outcome.Moments[Math.Min(2 * fifth, outcome.Moments.Count - 1)]), late = Median(resident, outcome.Moments[^fifth], long.MaxValue);
        report.Add("memory over swaps", late <= Growth * early, $"median resident memory in the last fifth at most {Growth - 1:P0} above that in the second",
            $"{late / early - 1:P1}: {early:F0} MiB, then {late:F0}; largest {resident.Max(sample => sample.Mebibytes):F0}");
    }

    private static double Median(IReadOnlyList<(long Time, double Mebibytes)> resident, long from, long to) =>
        Statistics.Median(resident.Where(sample => sample.Time >= from && sample.Time <= to).Select(sample => sample.Mebibytes));

    private static string VersionOf(byte[] zip) => Convert.ToHexStringLower(SHA256.HashData(zip))[..VersionDigits];

    private static async Task<JsonNode> HealthAsync(ServedProcess service) =>
        JsonNode.Parse(await service.Client.GetStringAsync(new Uri("/v1/health", UriKind.Relative)).ConfigureAwait(false))!;

    private static async Task<string?> ServedVersionAsync(ServedProcess service) =>
        (string?)JsonNode.Parse(await service.Client.GetStringAsync(new Uri($"/v1/models/{ServedProcess.Model}", UriKind.Relative)).ConfigureAwait(false))!["version"];

    private sealed record Outcome(IReadOnlyList<LoadRecord> Records, IReadOnlyList<string> Versions, IReadOnlyList<(long, string)> Reported, IReadOnlyList<long> Moments, int Bad);
}
