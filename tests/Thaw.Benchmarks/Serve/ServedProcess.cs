using System.Diagnostics;
using System.Net;

namespace Thaw.Benchmarks.Serve;

/// <summary><c>thaw serve</c> of one model as a process of its own, on a free port of loopback.</summary>
internal sealed class ServedProcess : IDisposable
{
    /// <summary>The model's name.</summary>
    public const string Model = "model";

    private const string Listening = "Listening on ";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ServedProcess(Process process, Uri address) => (_process, Client) = (process, new HttpClient { BaseAddress = address });

    /// <summary>For questions beside the load.</summary>
    public HttpClient Client { get; }

    public int Port => Client.BaseAddress!.Port;

    public static string ClassifyPath => $"/v1/models/{Model}/classify";

    /// <summary>Memory that the process has resident, in MiB.</summary>
    public double ResidentMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (double)(1 << 20);
        }
    }

    /// <summary>Processor time that it took so far, in seconds.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="FailureException">It ends before, or is not ready within a minute.</exception>
    public static async Task<ServedProcess> StartAsync(string[] app, string zip, params string[] options)
    {
        var start = new ProcessStartInfo(app[0]) { RedirectStandardOutput = true };
        foreach (string argument in (string[])[.. app[1..], "serve", $"{Model}={zip}", "--urls", "http://127.0.0.1:0", .. options])
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start) ?? throw new FailureException($"'{app[0]}' cannot be started.");
        string? line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        if (line is null || !line.StartsWith(Listening, StringComparison.Ordinal))
        {
            process.Dispose();
            throw new FailureException($"'thaw serve' did not start: {line}");
        }
        var served = new ServedProcess(process, new Uri(line[Listening.Length..]));
        try
        {
            await served.UntilAsync(async () =>
            {
                using HttpResponseMessage ready = await served.Client.GetAsync(new Uri("/v2/health/ready", UriKind.Relative)).ConfigureAwait(false);
                return ready.StatusCode == HttpStatusCode.OK;
            }, "be ready").ConfigureAwait(false);
            return served;
        }
        catch
        {
            served.Dispose();
            throw;
        }
    }

    /// <summary>Asks until something holds.</summary>
    /// <exception cref="FailureException">It does not within a minute.</exception>
    public async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await holds().ConfigureAwait(false))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > Limit)
                throw new FailureException($"'thaw serve' did not {what} within {Limit.TotalSeconds} s.");
            await Task.Delay(10).ConfigureAwait(false);
        }
    }

    /// <summary>Notes the resident memory several times a second while something runs.</summary>
    public async Task<(T Result, IReadOnlyList<(long Time, double Mebibytes)> Resident)> WatchAsync<T>(Task<T> work)
    {
        var seen = new List<(long, double)>();
        while (!work.IsCompleted)
        {
            seen.Add((Stopwatch.GetTimestamp(), ResidentMebibytes));
            await Task.WhenAny(work, Task.Delay(200)).ConfigureAwait(false);
        }
        return (await work.ConfigureAwait(false), seen);
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
