using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Thaw.Service.Server;

namespace Thaw.Service.Tests;

/// <summary>A running service: in this process without a network, or on a free port of loopback.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly string _folder;

    private TestService(WebApplication app, HttpClient client, string folder, string zip) => (App, Client, _folder, Zip) = (app, client, folder, zip);

    public WebApplication App { get; }

    public HttpClient Client { get; }

    /// <summary>The zip that is served, a copy of its own.</summary>
    public string Zip { get; }

    public ServedClassifier Model => App.Services.GetRequiredService<ServedClassifiers>().Get("surfaces");

    /// <summary>Starts a service of the model 'surfaces' and waits until it is ready.</summary>
    public static async Task<TestService> StartAsync(TrainedModel model, Action<ThawServiceOptions>? configure = null, Func<ServerSettings, ServerSettings>? settings = null, bool network = false,
        Action<WebApplicationBuilder>? adapt = null)
    {
        string folder = Directory.CreateTempSubdirectory("thaw-service-").FullName, zip = Path.Combine(folder, "surfaces.zip");
        File.Copy(model.Zip, zip);
        var server = new ServerSettings
        {
            Urls = ["http://127.0.0.1:0"],
            Configure = options =>
            {
                options.AddModel("surfaces", zip);
                options.WatchInterval = TimeSpan.FromMilliseconds(100);
                configure?.Invoke(options);
            },
        };
        WebApplication app = ThawServer.Build(settings is null ? server : settings(server), builder =>
        {
            if (!network)
                builder.WebHost.UseTestServer();
            adapt?.Invoke(builder);
        });
        await app.StartAsync();
        HttpClient client = network ? new HttpClient { BaseAddress = new Uri(app.Urls.First()) } : app.GetTestClient();
        var service = new TestService(app, client, folder, zip);
        await service.UntilAsync(() => app.Services.GetRequiredService<ServedClassifiers>().AreReady);
        return service;
    }

    /// <summary>Waits until something holds; fails if it never does.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        for (int i = 0; !holds(); i++)
        {
            Assert.True(i < 1500, "It did not come about within 30 s.");
            await Task.Delay(20);
        }
    }

    /// <summary>Posts a body.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return Client.PostAsync(path, content);
    }

    /// <summary>Classifies a picture by the path of the model.</summary>
    public Task<HttpResponseMessage> ClassifyAsync(byte[] picture, string contentType = "image/png", string query = "") =>
        PostAsync("/v1/models/surfaces/classify" + query, picture, contentType);

    /// <summary>The answer as JSON; fails unless the status is the one that is expected.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, int status = 200)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"Expected {status}, got {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
