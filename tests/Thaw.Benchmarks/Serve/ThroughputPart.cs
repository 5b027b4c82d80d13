using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Thaw.Benchmarks.Rounds;

namespace Thaw.Benchmarks.Serve;

/// <summary>The part <c>throughput</c>: how much of what the machine could do the service does, and how evenly.</summary>
internal static class ThroughputPart
{
    private const double Share = 0.8, Tail = 5, First = 2, Growth = 1.05;
    private const int Settled = 10_000, Following = 200, Starts = 5;

    public static async Task RunAsync(ServeContext context, ServeReport report)
    {
        double capacity;
        using (ServedProcess service = await ServedProcess.StartAsync(context.App, context.Zip).ConfigureAwait(false))
        {
            capacity = await ShareAsync(context, report, service).ConfigureAwait(false);
            await TailAsync(context, report, service, capacity / 2).ConfigureAwait(false);
        }
        await FirstAsync(context, report).ConfigureAwait(false);
        await MemoryAsync(context, report).ConfigureAwait(false);
    }

    /// <summary>The throughput of a closed loop.</summary>
    private static async Task<double> ShareAsync(ServeContext context, ServeReport report, ServedProcess service)
    {
        using var ideal = new IdealThroughput(context);
        await LoadResult.RunAsync(context.Closed(service, 2)).ConfigureAwait(false);
        var ratios = new List<double>();
        var throughputs = new List<double>();
        var shares = new List<double>();
        for (int round = 0; round < context.Rounds; round++)
        {
            (double decode, double infer) = ideal.Measure(context.Seconds / 2);
            double before = service.ProcessorSeconds;
            LoadResult load = await LoadResult.RunAsync(context.Closed(service, context.Seconds)).ConfigureAwait(false);
            (double decodeAfter, double inferAfter) = ideal.Measure(context.Seconds / 2);
            double best = 2 / (decode + infer + decodeAfter + inferAfter);
            ratios.Add(load.Throughput / best);
            throughputs.Add(load.Throughput);
            shares.Add(load.GeneratorShare);
            report.Tell(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: {load.Throughput:F0}/s of {best:F0}/s (decoding {500 * (decode + decodeAfter):F3} ms, network {500 * (infer + inferAfter):F3} ms a picture); "
                + $"service {1000 * (service.ProcessorSeconds - before) / load.Records.Count:F3} ms of processor a request, generator {100 * load.GeneratorShare:F1}% of the processors; "
                + $"{new Latencies(load.Records.Select(record => record.Milliseconds))}"));
            report.NoFailures("closed loop", load.Records, 200);
        }
        report.Add("throughput", Statistics.Median(ratios) >= Share, $"at least {Share:P0} of decoding and network alone, median of {ratios.Count} rounds",
            $"{Statistics.Median(ratios):P1} ({ratios.Min():P1} to {ratios.Max():P1}), {Statistics.Median(throughputs):F0} requests a second; the generator took {Statistics.Median(shares):P1} of the processors");
        return Statistics.Median(throughputs);
    }

    private static async Task TailAsync(ServeContext context, ServeReport report, ServedProcess service, double rate)
    {
        LoadResult load = await LoadResult.RunAsync(context.Open(service, new LoadPhase(rate, context.Seconds))).ConfigureAwait(false);
        var latencies = new Latencies(load.Records.Select(record => record.Milliseconds));
        double ratio = latencies.Percentile(0.99) / latencies.Percentile(0.5);
        report.NoFailures("half load", load.Records, 200);
        report.Add("tail at half load", ratio < Tail, $"p99 below {Tail} times p50 at half of the throughput, at random moments", $"{ratio:F2} times; {latencies}; {rate:F0} a second");
    }

    /// <summary>The first request to fresh processes. The first of these is not counted: it compiles this program's own code.</summary>
    private static async Task FirstAsync(ServeContext context, ServeReport report)
    {
        string[] files = [.. PictureFiles.In(context.Photos).Take(Following)];
        byte[][] requests = LoadGenerator.Requests(files, ServedProcess.ClassifyPath);
        var ratios = new List<double>();
        for (int start = 0; start <= Starts; start++)
        {
            using ServedProcess service = await ServedProcess.StartAsync(context.App, context.Zip).ConfigureAwait(false);
            using var connection = new LoadConnection(service.Port);
            double[] times = [.. Enumerable.Range(0, Following + 1).Select(i => Ask(connection, requests[i % requests.Length]).Milliseconds)];
            double median = Statistics.Median(times[1..]);
            report.Tell(string.Create(CultureInfo.InvariantCulture, $"start {start}: first request {times[0]:F2} ms, later ones {median:F2} ms (the 2nd to 5th {string.Join(", ", times[1..5].Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))})"));
            if (start > 0)
                ratios.Add(times[0] / median);
        }
        report.Add("first request", Statistics.Median(ratios) <= First, $"at most {First} times the median of the {Following} that follow, median of {Starts} fresh processes",
            $"{Statistics.Median(ratios):F2} times ({ratios.Min():F2} to {ratios.Max():F2})");
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    private static LoadRecord Ask(LoadConnection connection, byte[] request)
    {
        LoadRecord? record = connection.Start(request, Stopwatch.GetTimestamp());
        while (record is null)
        {
            connection.Socket.Poll(-1, connection.Sends ? SelectMode.SelectWrite : SelectMode.SelectRead);
            record = connection.Sends ? connection.Send() : connection.Receive();
        }
        return record.Value.Status == 200 ? record.Value : throw new FailureException($"Expected an answer of 200, got {record.Value.Status}.");
    }

    private static async Task MemoryAsync(ServeContext context, ServeReport report)
    {
        using ServedProcess service = await ServedProcess.StartAsync(context.App, context.Zip).ConfigureAwait(false);
        (LoadResult load, IReadOnlyList<(long Time, double Mebibytes)> resident) =
            await service.WatchAsync(LoadResult.RunAsync(context.Closed(service, 1e6, requests: context.Requests))).ConfigureAwait(false);
        long[] done = [.. load.Records.Select(record => record.Done).Order()];
        int settled = Math.Min(Settled, done.Length / 10);
        double[] after = [.. resident.Where(sample => sample.Time > done[settled - 1]).Select(sample => sample.Mebibytes)];
        report.NoFailures("memory", load.Records, 200);
        report.Add("memory", after.Max() <= Growth * after[0], $"resident memory never more than {Growth - 1:P0} above what it was after {settled} of {done.Length} requests",
            $"{after.Max() / after[0] - 1:P1}: {after[0]:F0} MiB, then {after.Min():F0} to {after.Max():F0}, {after[^1]:F0} at the end");
    }
}
