using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Thaw.Service.Tests.Page;

/// <summary>The page's files, without a browser.</summary>
[Collection(Served.Name)]
public sealed class PageFilesTests(TrainedModel model)
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page/page.css", "text/css")]
    [InlineData("/page/page.js", "text/javascript")]
    [InlineData("/page/icon.svg", "image/svg+xml")]
    public async Task A_file_comes_once_and_then_only_when_it_has_changed(string path, string type)
    {
        await using TestService service = await TestService.StartAsync(model);
        using HttpResponseMessage response = await service.Client.GetAsync(path);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, 100, 16_000);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using HttpResponseMessage same = await service.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task Below_a_path_of_a_host_the_page_is_at_that_path_with_a_slash()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddThaw(options => options.AddModel("surfaces", model.Zip));
        await using WebApplication app = builder.Build();
        app.MapGroup("/my pictures").MapThaw();
        await app.StartAsync();
        using HttpClient client = app.GetTestClient();
        using HttpResponseMessage response = await client.GetAsync("/my%20pictures");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Uri folder = new(new Uri("http://localhost/my%20pictures"), response.Headers.Location!);
        Assert.Equal("/my%20pictures/", folder.AbsolutePath);
        Assert.Contains("page/page.js", await client.GetStringAsync(folder), StringComparison.Ordinal);
        Assert.Contains("use strict", await client.GetStringAsync(new Uri(folder, "page/page.js")), StringComparison.Ordinal);
        await app.StopAsync();
    }
}
