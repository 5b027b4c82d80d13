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
        await using TestService service = await TestService.StartAsync(model, options => (options.BodyTimeout, options.MaxPixels) = (TimeSpan.FromMilliseconds(250), 1_000_000),
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
        Assert.Empty(log.Lines);
        Assert.True(statuses.GetValueOrDefault("200") > Requests / 50, "Hardly a request was left valid, so that the network saw none.");
        Assert.True(statuses.GetValueOrDefault("400") > Requests / 5, "Hardly a request was damaged.");
        Assert.InRange(after[^1].Managed, 0, after[0].Managed + (4 << 20));
        Assert.InRange(after[^1].Threads, 0, after[0].Threads + 4);
        Assert.InRange(after[^1].Handles, 0, after[0].Handles + 4);
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
