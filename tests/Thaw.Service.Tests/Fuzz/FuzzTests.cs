using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Thaw.Service.Http;
using Xunit.Abstractions;

namespace Thaw.Service.Tests.Fuzz;

/// <summary>Requests that are damaged in every part, over real connections. With THAW_LONG_FUZZ=1 there are ten times as many.</summary>
[Collection(Served.Name)]
public sealed class FuzzTests(TrainedModel model, ITestOutputHelper output)
{
    private const int Quarters = 4, AtOnce = 16;
    private static readonly int Requests = Environment.GetEnvironmentVariable("THAW_LONG_FUZZ") == "1" ? 10_000 : 1_000;

    [Fact]
    public async Task No_request_fails_the_service_or_leaves_anything_behind()
    {
        var log = new RecordingLog();
        await using TestService service = await TestService.StartAsync(model, options => (options.BodyTimeout, options.MaxPixels) = (TimeSpan.FromMilliseconds(150), 1_000_000),
            settings => settings with { HeaderTimeout = TimeSpan.FromSeconds(1) }, network: true, log.AddTo);
        var statuses = new ConcurrentDictionary<string, int>();
        await AskAsync(service, seed: 1, Requests / 10, statuses);
        statuses.Clear();
        log.Forget();
        var after = new List<Resources>();
        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            await AskAsync(service, seed: 100 + quarter, Requests / Quarters, statuses);
            await AssertAtRestAsync(service);
            after.Add(Resources.Now());
            output.WriteLine(after[^1].ToString());
        }
        output.WriteLine(string.Join(", ", statuses.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}: {item.Value}")));
        // Kestrel itself logs where it can't pass over trailers that hold no text, though not what they hold
        Assert.DoesNotContain(log.Lines, line => !line.Contains("automatic draining of the request body failed", StringComparison.Ordinal));
        Assert.True(statuses.GetValueOrDefault("200") > Requests / 50, "Hardly a request was left valid, so that the network saw none.");
        Assert.True(statuses.GetValueOrDefault("400") > Requests / 5, "Hardly a request was damaged.");
        Assert.InRange(after[^1].Managed, 0, after[0].Managed + (4 << 20));
        Assert.InRange(after[^1].Threads, 0, after[0].Threads + 4);
        Assert.InRange(after[^1].Handles, 0, after[0].Handles + 4);
    }

    [Theory]
    [InlineData("classify", """{"image":"\ud800"}""")]
    [InlineData("classify", """{"images":["\ud800"]}""")]
    [InlineData("classify", """{"images":["\u00ff\u00fe"]}""")]
    [InlineData("infer", """{"id":"\ud800","inputs":[{"name":"images","shape":[1],"datatype":"BYTES","data":["AAAA"]}]}""")]
    [InlineData("infer", """{"inputs":[{"name":"\udc00","shape":[1],"datatype":"BYTES","data":["AAAA"]}]}""")]
    [InlineData("infer", """{"inputs":[{"name":"images","shape":[1],"datatype":"\ud800","data":["AAAA"]}]}""")]
    [InlineData("infer", """{"inputs":[{"name":"images","shape":[1],"datatype":"BYTES","data":["\ud800"]}]}""")]
    public async Task Text_that_is_no_unicode_is_told(string verb, string json)
    {
        await using TestService service = await TestService.StartAsync(model);
        HttpResponseMessage answer = await service.PostAsync($"/{(verb == "infer" ? "v2" : "v1")}/models/surfaces/{verb}", Encoding.Latin1.GetBytes(json), "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("FFFFFFFF")]
    [InlineData("7FFFFFFFFFFFFFFF")]
    [InlineData("g")]
    [InlineData("-1")]
    public async Task A_chunk_of_no_size_is_told(string size)
    {
        await using TestService service = await TestService.StartAsync(model, network: true);
        using RawConnection connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync($"POST /v1/models/surfaces/classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nabc\r\n");
        await connection.ReadHeadAsync();
        Assert.Equal([400], connection.Statuses);
    }

    [Fact]
    public async Task A_trailer_that_is_no_text_is_told()
    {
        await using TestService service = await TestService.StartAsync(model, network: true);
        using RawConnection connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync("POST /v1/models/surfaces/classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\na: \u0000\u00ff\r\n\r\n");
        await connection.ReadHeadAsync();
        Assert.Equal([400], connection.Statuses);
    }

    private static async Task AskAsync(TestService service, int seed, int count, ConcurrentDictionary<string, int> statuses)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, AtOnce), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (worker, _) =>
        {
            var mutator = new RequestMutator(seed * AtOnce + worker);
            for (int i = worker; i < count; i += AtOnce)
            {
                (byte[] bytes, string kind) = mutator.Next();
                string status = await AskAsync(service, bytes, kind);
                statuses.AddOrUpdate(status, 1, (_, before) => before + 1);
            }
        });
    }

    /// <summary>Sends a request and checks what comes.</summary>
    private static async Task<string> AskAsync(TestService service, byte[] bytes, string kind)
    {
        using RawConnection connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync(bytes);
        if (!Encoding.Latin1.GetString(bytes).Contains("\r\n\r\n", StringComparison.Ordinal))
            connection.EndSending(); // rather than wait for the limit of headers
        await connection.ReadHeadAsync(); // the service ends the wait for what is missing
        connection.EndSending();
        await connection.ReadAsync();
        int[] told = connection.Statuses;
        string request = $"{kind}: {Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 2000)])}";
        // 505 belongs to a damaged version of HTTP; nothing else is the service's fault
        Assert.All(told, status => Assert.True(status is >= 100 and < 500 or 505, $"{status} for {request}\n{connection.Answer}"));
        return told.Length == 0 ? "closed" : told[^1].ToString(CultureInfo.InvariantCulture);
    }

    private static async Task AssertAtRestAsync(TestService service)
    {
        ModelRequests requests = service.App.Services.GetRequiredService<ModelRequests>();
        await service.UntilAsync(() => service.Model.QueueLength == 0 && requests.BufferedBytes == 0);
        Assert.Equal(HttpStatusCode.OK, (await service.ClassifyAsync(TrainedModel.Files[0])).StatusCode);
    }
}
