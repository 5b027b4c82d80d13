using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Thaw.Service.Http;

namespace Thaw.Service.Models;

/// <summary>
/// Asks each model over loopback, as a client would, until its answers come at a steady pace, and only then lets it answer: the code of server, decoder and network is
/// compiled by then. A host that does not listen on an address that it can reach is not asked, and its models answer at once.
/// </summary>
internal sealed partial class WarmUp(
    ServedClassifiers models, ServiceState state, IServer server, IHostApplicationLifetime lifetime, ILogger<WarmUp> log) : BackgroundService
{
    private const int Rounds = 60, AtOnce = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that ends, or could not start, needs no warm models
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(Longest);
        Uri? address = OwnAddress();
        WarmUpMetrics.Run();
        foreach (ServedClassifier model in models)
        {
            try
            {
                if (address is not null)
                    await AskAsync(address, model, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                stoppingToken.ThrowIfCancellationRequested();
                LogCutShort(model.Name, e.Message);
            }
            model.IsWarm = true;
            LogReady(model.Name);
        }
    }

    private async Task AskAsync(Uri address, ServedClassifier model, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add(ServiceState.WarmUpHeader, state.WarmUpToken);
        for (int round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i =>
                PostAsync(client, model, WarmUpPictures.All[(AtOnce * round + i) % WarmUpPictures.All.Count], cancellation))).ConfigureAwait(false);
        }
    }

    private static async Task PostAsync(HttpClient client, ServedClassifier model, (byte[] File, string ContentType) picture, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(picture.File);
        content.Headers.ContentType = new MediaTypeHeaderValue(picture.ContentType);
        using HttpResponseMessage response = await client.PostAsync(new Uri($"/v1/models/{model.Name}/classify", UriKind.Relative), content, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            response.EnsureSuccessStatusCode();
    }

    private async Task StartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration on = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>An address of the server as this machine reaches it.</summary>
    private Uri? OwnAddress()
    {
        foreach (string address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            string reachable = address.Replace("//[::]", "//[::1]", StringComparison.Ordinal).Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
                .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal);
            if (Uri.TryCreate(reachable, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp && uri.Port > 0)
                return uri;
        }
        return null;
    }

    [LoggerMessage(20, LogLevel.Information, "The model '{Model}' is ready.")]
    private partial void LogReady(string model);

    [LoggerMessage(21, LogLevel.Warning, "The warm-up of the model '{Model}' was cut short: {Reason}")]
    private partial void LogCutShort(string model, string reason);
}
