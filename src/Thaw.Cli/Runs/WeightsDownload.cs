using Thaw.Cli.Terminal;
using Thaw.Weights.Store;
using Thaw.Weights.Store.Downloads;

namespace Thaw.Cli.Runs;

/// <summary><c>thaw weights download</c>.</summary>
internal static class WeightsDownload
{
    private const double Megabyte = 1e6;

    /// <summary>Fetches a backbone into the user's store and shows how far it is.</summary>
    /// <param name="published">Which.</param>
    /// <param name="force">Whether it is fetched again even if it is here.</param>
    /// <param name="json">Whether stdout gets JSON alone.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="StoppedException">It was stopped; the message says how to go on.</exception>
    public static int Execute(PublishedBackbone published, bool force, bool json, CancellationToken cancellation)
    {
        BackboneFolder folder = BackboneFolder.Default;
        var display = Display.For(json);
        var seen = new Seen();
        StoredBackbone entry;
        try
        {
            entry = display.During(steps =>
            {
                using var shown = new Shown(steps, published.Name, seen);
                return folder.DownloadAsync(published, force, shown, cancellation).GetAwaiter().GetResult();
            });
        }
        catch (OperationCanceledException)
        {
            string kept = seen.Last is { Done: > 0 } last ? $"; the {Numbers.Size(last.Done)} that have come are kept" : "";
            throw new StoppedException($"Stopped{kept}. The same command goes on: thaw weights download {published.Name}{(force ? " --force" : "")}");
        }
        if (json)
            JsonOutput.Write(writer => EntryJson.Write(writer, entry));
        else
        {
            string what = seen.Last is null ? "is stored already" : "is stored";
            string file = $"{entry.Network}, {Numbers.Size(entry.Size)}, SHA-256 {entry.Sha256}";
            Console.Out.WriteLine($"{entry.Name} {what} ({file}); next: thaw compare DATA --backbone {entry.Name}");
        }
        return ExitCode.Done;
    }

    /// <summary>How far the download was last.</summary>
    private sealed class Seen
    {
        public DownloadProgress? Last { get; set; }
    }

    /// <summary>Shows the download as a step, counted in megabytes.</summary>
    private sealed class Shown(ISteps steps, string name, Seen seen) : IProgress<DownloadProgress>, IDisposable
    {
        private IStep? _step;

        public void Report(DownloadProgress value)
        {
            seen.Last = value;
            if (value.Note is { } note)
            {
                steps.Say(note);
                return;
            }
            if (value.Total is { } total)
            {
                _step ??= steps.Begin($"Downloading {name} ({Numbers.Size(total)})", Math.Max(total / Megabyte, 1e-6));
                _step.Report(value.Done / Megabyte);
            }
            else
            {
                _step ??= steps.Begin($"Downloading {name}", 1);
                _step.Report(0, $"{Numbers.Size(value.Done)} so far");
            }
        }

        public void Dispose() => _step?.Dispose();
    }
}
