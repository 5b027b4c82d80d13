using System.Diagnostics;
using System.Globalization;
using Thaw.Benchmarks.Rounds;

namespace Thaw.Benchmarks.Serve;

/// <summary>What a load generator saw.</summary>
/// <param name="Records">A record a request, in the order in which they ended.</param>
/// <param name="GeneratorSeconds">Processor time that the generator took.</param>
internal sealed record LoadResult(IReadOnlyList<LoadRecord> Records, double GeneratorSeconds)
{
    /// <summary>Seconds from the first request's sending to the last one's end.</summary>
    public double Seconds => (Records.Max(record => record.Done) - Records.Min(record => record.Sent)) / (double)Stopwatch.Frequency;

    /// <summary>Answers of 200 a second.</summary>
    public double Throughput => Records.Count(record => record.Status == 200) / Seconds;

    /// <summary>The generator's share of the machine's processor time.</summary>
    public double GeneratorShare => GeneratorSeconds / (Seconds * Environment.ProcessorCount);

    /// <summary>The process of a generator, started.</summary>
    public static async Task<LoadResult> RunAsync(LoadSpec spec)
    {
        string records = Path.GetTempFileName();
        try
        {
            string host = Environment.ProcessPath!, self = Path.Combine(AppContext.BaseDirectory, "Thaw.Benchmarks.dll");
            string[] command = [.. Path.GetFileNameWithoutExtension(host) == "dotnet" ? (string[])[host, self] : [host], LoadGenerator.Name, .. spec.Arguments(records)];
            string printed = await Task.Run(() => ChildProcess.Run(command)).ConfigureAwait(false);
            return new LoadResult([.. File.ReadLines(records).Select(LoadRecord.Parse)], double.Parse(printed, CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(records);
        }
    }
}
