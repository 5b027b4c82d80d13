using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Thaw.Service.Http;
using Thaw.Service.Observation;

namespace Thaw.Service.Server;

/// <summary>The service as a server of its own, as <c>thaw serve</c> runs it.</summary>
public static class ThawServer
{
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Builds the server; it listens once it is started.</summary>
    /// <param name="settings">What it serves and to whom.</param>
    /// <param name="adapt">Changes the host before it is built, for tests and the like; null for nothing.</param>
    /// <returns>An application that the caller starts and disposes.</returns>
    /// <exception cref="ArgumentException">A setting is out of its range, or other machines could ask though that was not allowed.</exception>
    /// <exception cref="IOException">The file of keys can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file of keys may not be read.</exception>
    public static WebApplication Build(ServerSettings settings, Action<WebApplicationBuilder>? adapt = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ListenAddresses.Check(settings);
        ApiKeys? keys = settings.ApiKeyFile is { } file ? ApiKeys.Read(file) : null;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        ForgetSurroundings(builder);
        Log(builder, settings);
        Listen(builder, settings);
        builder.Services.AddThaw(settings.Configure);
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Thaw", Version = ServiceVersion.Text, Description = "Classification of pictures by models that Thaw trained." };
            return Task.CompletedTask;
        }));
        adapt?.Invoke(builder);
        WebApplication app = builder.Build();
        app.UseSafeHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => ProblemAnswers.WriteAsync(context, Failures.Of(context.Features.Get<IExceptionHandlerFeature>()!.Error, aborted: false)),
        });
        app.UseErrorBodies();
        if (keys is null && settings.Urls.All(ListenAddresses.IsLoopback))
            app.UseHostFiltering();
        app.UseRouting();
        if (keys is not null)
            app.UseApiKeys(keys, app.Services.GetRequiredService<ServiceState>(), app.Services.GetRequiredService<ServiceMetrics>());
        app.MapOpenApi().WithMetadata(OpenToAll.Instance);
        app.MapThaw();
        foreach (ServedClassifier model in app.Services.GetRequiredService<ServedClassifiers>())
            model.VersionFreed += CollectGarbage;
        return app;
    }

    /// <summary>
    /// Loading a version leaves large arrays behind, for which the collector, seeing that little else is allocated, would not look until several were loaded. Done here alone: a host of
    /// somebody else's may have so much other memory to look through that its requests would feel it.
    /// </summary>
    private static void CollectGarbage() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>
    /// ASP.NET Core takes settings from the environment and from an <c>appsettings.json</c> in the working directory, where some other program may have its own: they could
    /// let the server listen on addresses that nobody allowed. Only certificates for https are taken from there.
    /// </summary>
    private static void ForgetSurroundings(WebApplicationBuilder builder)
    {
        KeyValuePair<string, string?>[] certificates = [.. builder.Configuration.GetSection("Kestrel:Certificates").AsEnumerable().Where(item => item.Value is not null)];
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(certificates);
    }

    private static void Log(WebApplicationBuilder builder, ServerSettings settings)
    {
        builder.Logging.ClearProviders();
        if (settings.JsonLog)
            builder.Logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        else
            builder.Logging.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Why a host did not start is thrown, and told there; whatever ends a running one is critical
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    private static void Listen(WebApplicationBuilder builder, ServerSettings settings)
    {
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = settings.HeaderTimeout;
            kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        });
        builder.Services.AddOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>()
            .Configure<IOptions<ThawServiceOptions>>((kestrel, options) => kestrel.Limits.MaxRequestBodySize = options.Value.MaxBodyBytes);
        builder.Services.Configure<HostFilteringOptions>(options => (options.AllowedHosts, options.AllowEmptyHosts) = ([.. OwnNames, .. settings.HostNames], false));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.DrainTime);
    }
}
