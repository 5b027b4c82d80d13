using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Thaw.Service.Tests;

/// <summary>A running <c>thaw serve</c>.</summary>
internal sealed class ServeProcess : IDisposable
{
    /// <summary>The app's assembly, built beside the tests.</summary>
    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "Thaw.Cli.dll");

    private readonly Process _process;
    private readonly StringBuilder _out = new(), _error = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServeProcess(string folder, IEnumerable<string> arguments)
    {
        // A shell that runs the tests in the background ignores Ctrl-C, and its children with it
        var start = new ProcessStartInfo("env") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--default-signal=INT", "dotnet", App, "serve", .. arguments])
            start.ArgumentList.Add(argument);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(_out, line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port => _port.Task.Result;

    public string Out => Read(_out);

    public string Error => Read(_error);

    /// <summary>The lines of stderr.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        using var process = new ServeProcess(folder, arguments);
        int code = await process.EndAsync(30);
        return (code, process.Out, process.Error);
    }

    /// <summary>Starts it on a free port and waits until it is ready.</summary>
    public static async Task<ServeProcess> StartAsync(string folder, params IEnumerable<string> arguments)
    {
        var process = new ServeProcess(folder, [.. arguments, "--urls", "http://127.0.0.1:0"]);
        try
        {
            await process._port.Task.WaitAsync(TimeSpan.FromSeconds(60));
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{process.Port}") };
            for (int i = 0; (await client.GetAsync("/v2/health/ready")).StatusCode != HttpStatusCode.OK; i++)
            {
                Assert.True(i < 600, "The service was not ready within 60 s.");
                await Task.Delay(100);
            }
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Sends a signal, such as <c>TERM</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("/bin/kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; fails if it does not come in time.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(int seconds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"thaw serve did not end within {seconds} s: {Error}");
        }
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Hear(StringBuilder text, string? line)
    {
        const string Listening = "Listening on http://127.0.0.1:";
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
        if (ReferenceEquals(text, _out) && line.StartsWith(Listening, StringComparison.Ordinal))
            _port.TrySetResult(int.Parse(line[Listening.Length..], CultureInfo.InvariantCulture));
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
