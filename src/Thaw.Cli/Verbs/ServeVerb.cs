using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Thaw.Cli.Recipes;
using Thaw.Service;
using Thaw.Service.Server;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw serve MODEL...</c>: answers requests over HTTP until it is told to end.</summary>
internal static class ServeVerb
{
    private const int MaxSeconds = 3600;

    public static Command Create()
    {
        var command = new Command("serve", "Answer requests for saved models over HTTP, with a page to try them.");
        var models = new Argument<string[]>("MODEL")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Model zips, each served under the name of its file without .zip, or under NAME where NAME=FILE is given.",
        };
        command.Arguments.Add(models);
        Setting urls = new("urls", "URLS", "Addresses to listen on, semicolons between [default: http://127.0.0.1:8080, which only this machine reaches]."),
            keys = new("api-key-file", "FILE", "A file of keys, one a line, of which each request must bear one."),
            anonymous = new("allow-anonymous", null, "Answer anybody on an address that other machines reach."),
            hosts = new("hosts", "NAMES", "Names by which clients may call a server on this machine alone, beside localhost, commas between; for a proxy before it."),
            batch = new("max-batch", "PICTURES", "Most pictures that go through the network together, 1 to 32 [default: 32]."),
            queue = new("max-queue", "PICTURES", "Most pictures of a model that wait or are worked on; further ones get 503 [default: 64]."),
            pictures = new("max-pictures", "PICTURES", "Most pictures a request [default: 32]."),
            body = new("max-body", "BYTES", "Longest body of a request [default: 33554432, which is 32 MiB]."),
            pixels = new("max-pixels", "PIXELS", "Most pixels of a picture [default: 50000000]."),
            bodyTime = new("body-timeout", "SECONDS", "How long a body may take to arrive [default: 30]."),
            watch = new("watch", "SECONDS", "How often to look for a new version of a zip; 0 never does [default: 1]."),
            drain = new("drain", "SECONDS", "How long requests that have begun may take when the server is told to end [default: 30]."),
            log = new("log", "FORMAT", "text or json; the log goes to stderr [default: text].");
        var options = new OptionSet(command, urls, keys, anonymous, hosts, Settings.Threads, batch, queue, pictures, body, pixels, bodyTime, watch, drain, log);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            (string Name, string Path)[] named = [.. result.GetValue(models)!.Select(NameOf)];
            var settings = new ServerSettings
            {
                Configure = service =>
                {
                    foreach ((string name, string path) in named)
                        service.AddModel(name, path);
                    service.Threads = values.Whole(Settings.Threads, 0, 0, RunSettings.MaxThreads);
                    service.MaxBatch = values.Whole(batch, service.MaxBatch, 1, Serving.Classifier.MaxBatch);
                    service.MaxQueue = values.Whole(queue, service.MaxQueue, 1, 100_000);
                    service.MaxPictures = values.Whole(pictures, service.MaxPictures, 1, 10_000);
                    service.MaxBodyBytes = values.Whole(body, (int)service.MaxBodyBytes, 1024, 1 << 30);
                    service.MaxBufferedBytes = Math.Max(service.MaxBufferedBytes, 2 * service.MaxBodyBytes);
                    service.MaxPixels = values.Whole(pixels, (int)service.MaxPixels, 1, 1_000_000_000);
                    service.BodyTimeout = Seconds(values, bodyTime, service.BodyTimeout, 0.1);
                    service.WatchInterval = Seconds(values, watch, service.WatchInterval, 0);
                },
                Urls = List(values, urls, ';') ?? ["http://127.0.0.1:8080"],
                ApiKeyFile = values.Text(keys),
                AllowAnonymous = values.Flag(anonymous),
                HostNames = List(values, hosts, ',') ?? [],
                DrainTime = Seconds(values, drain, TimeSpan.FromSeconds(30), 0),
                JsonLog = values[log] is { } format && (format.Text() is "text" or "json" ? format.Text() == "json" : throw format.Expected("text or json")),
            };
            return Serve(settings, cancellation).GetAwaiter().GetResult();
        });
        return command;
    }

    private static async Task<int> Serve(ServerSettings settings, CancellationToken cancellation)
    {
        await using WebApplication app = ThawServer.Build(settings);
        await app.StartAsync(cancellation).ConfigureAwait(false);
        foreach (string url in app.Urls)
            Console.Out.WriteLine($"Listening on {url}");
        await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>NAME=FILE, or a file by its own name. A path may hold '=' itself, so that only what can be a name counts as one.</summary>
    private static (string Name, string Path) NameOf(string argument)
    {
        int sign = argument.IndexOf('=', StringComparison.Ordinal);
        if (sign > 0 && ThawServiceOptions.IsName(argument[..sign]))
            return (argument[..sign], argument[(sign + 1)..]);
        string name = Path.GetFileNameWithoutExtension(argument);
        return ThawServiceOptions.IsName(name) ? (name, argument)
            : throw new UsageException($"'{argument}' can't be served under the name of its file; give it one of letters, digits, '.', '_' and '-': NAME={argument}.");
    }

    private static string[]? List(SettingValues values, Setting setting, char separator) =>
        values.Text(setting)?.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TimeSpan Seconds(SettingValues values, Setting setting, TimeSpan fallback, double least) =>
        TimeSpan.FromSeconds(values.Number(setting, fallback.TotalSeconds, value => value >= least && value <= MaxSeconds, $"of seconds from {least} to {MaxSeconds}"));
}
