using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
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
            (string Name, string Path)[] named = Named(result.GetValue(models)!);
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
        await using WebApplication app = Build(settings);
        if (!await Start(app, settings, cancellation).ConfigureAwait(false))
            return ExitCode.Done;
        foreach (string url in app.Urls)
            Console.Out.WriteLine($"Listening on {url}");
        await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static WebApplication Build(ServerSettings settings)
    {
        try
        {
            // The verb itself hears signals: the host's own way would swallow the second one, which ends the process
            return ThawServer.Build(settings, builder => builder.Services.AddSingleton<IHostLifetime, ServeLifetime>());
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Starts a server; false where it was told to end before it had.</summary>
    private static async Task<bool> Start(WebApplication app, ServerSettings settings, CancellationToken cancellation)
    {
        string addresses = string.Join(" and ", settings.Urls);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new FailureException($"Another program listens on {addresses} already; name another port with --urls, such as http://127.0.0.1:8081.");
        }
        catch (SocketException e)
        {
            throw new FailureException($"Can't listen on {addresses}: {e.Message}. Expected an address of this machine, and a port that may be used; those below 1024 often may not.");
        }
        catch (InvalidOperationException) when (settings.Urls.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            throw new FailureException($"Can't listen on {addresses}: https needs a certificate, which the environment names as Kestrel__Certificates__Default__Path and ..._Password; "
                + "or listen on http, behind a proxy that speaks https.");
        }
    }

    private static (string Name, string Path)[] Named(string[] arguments)
    {
        (string Name, string Path)[] named = [.. arguments.Select(NameOf)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, string path) in named)
        {
            if (path.Length == 0)
                throw new UsageException($"'{name}=': expected a model zip behind the name.");
            if (!names.Add(name))
                throw new UsageException($"Two models are called '{name}'; give one of them another name: NAME={path}.");
            if (Directory.Exists(path))
                throw new FailureException($"'{path}' is a folder; expected a model zip" + (ZipIn(path) is { } zip ? $", such as '{zip}'." : "."));
        }
        return named;
    }

    /// <summary>A model in a folder, or in the folder of a run.</summary>
    private static string? ZipIn(string folder) =>
        new[] { folder, Path.Combine(folder, "models") }.Where(Directory.Exists).SelectMany(place => Directory.EnumerateFiles(place, "*.zip").Order(StringComparer.Ordinal)).FirstOrDefault();

    /// <summary>NAME=FILE, or a file by its own name. A path may hold '=' itself, so that only what can be a name counts as one.</summary>
    private static (string Name, string Path) NameOf(string argument)
    {
        int sign = argument.IndexOf('=', StringComparison.Ordinal);
        if (sign > 0 && ThawServiceOptions.IsName(argument[..sign]))
            return (argument[..sign], argument[(sign + 1)..]);
        string name = Path.GetFileNameWithoutExtension(argument);
        return ThawServiceOptions.IsName(name) ? (name, argument)
            : throw new UsageException($"'{argument}' can't be served under the name of its file; give it one of letters, digits, '.', '_' and '-', as in {Suggested(argument)}.");
    }

    /// <summary>An argument under a name that a model can have: that of its file, where enough of it is left.</summary>
    private static string Suggested(string argument)
    {
        int sign = argument.IndexOf('=', StringComparison.Ordinal);
        string path = sign >= 0 && !File.Exists(argument) ? argument[(sign + 1)..] : argument;
        string given = sign > 0 && path != argument ? argument[..sign] : Path.GetFileNameWithoutExtension(path);
        string name = string.Concat(given.Select(c => ThawServiceOptions.IsName($"a{c}") ? c : '-')).Trim('-');
        return $"{(ThawServiceOptions.IsName(name) ? name : "model")}={path}";
    }

    private static string[]? List(SettingValues values, Setting setting, char separator) =>
        values.Text(setting)?.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TimeSpan Seconds(SettingValues values, Setting setting, TimeSpan fallback, double least) =>
        TimeSpan.FromSeconds(values.Number(setting, fallback.TotalSeconds, value => value >= least && value <= MaxSeconds, $"of seconds from {least} to {MaxSeconds}"));
}
