using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Thaw.Images;
using Thaw.Images.Png;
using Thaw.Service.Http;

namespace Thaw.Service.Tests;

/// <summary>Clients that are slow, go away, or are too many, over real connections.</summary>
[Collection(Served.Name)]
public sealed class SlowClientTests(TrainedModel model)
{
    private static byte[] Png => TrainedModel.Files[0];

    [Theory]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public async Task A_client_that_ends_its_side_counts_as_gone_and_frees_its_place(int sent)
    {
        var log = new RecordingLog();
        await using TestService service = await TestService.StartAsync(model, network: true, adapt: log.AddTo);
        log.Forget();
        using RawConnection connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync(RawConnection.Head(Png.Length));
        await connection.SendAsync(Png.AsMemory(0, Math.Min(sent, Png.Length)));
        connection.EndSending();
        await connection.ReadAsync(seconds: 5);
        Assert.All(connection.Statuses, status => Assert.Equal(sent < Png.Length ? 400 : 200, status)); // it may have been faster
        await AssertAtRestAsync(service, log);
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_is_ended_in_time()
    {
        var log = new RecordingLog();
        await using TestService service = await TestService.StartAsync(model, options => options.BodyTimeout = TimeSpan.FromSeconds(1), network: true, adapt: log.AddTo);
        log.Forget();
        using RawConnection connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync(RawConnection.Head(Png.Length));
        Task<string> answer = connection.ReadHeadAsync();
        for (int i = 0; !answer.IsCompleted && i < 50; i++)
        {
            await connection.SendAsync(Png.AsMemory(i, 1));
            await Task.Delay(100);
        }
        await answer;
        Assert.Equal([408], connection.Statuses);
        await AssertAtRestAsync(service, log);
    }

    [Fact]
    public async Task Headers_that_come_byte_by_byte_end_the_connection_in_time()
    {
        await using TestService service = await TestService.StartAsync(model, settings: settings => settings with { HeaderTimeout = TimeSpan.FromSeconds(1) }, network: true);
        using RawConnection connection = await RawConnection.OpenAsync(service);
        Task<string> answer = connection.ReadAsync(seconds: 5);
        string head = RawConnection.Head(0);
        for (int i = 0; !answer.IsCompleted && i < head.Length; i++)
        {
            await connection.SendAsync(head[i..(i + 1)]);
            await Task.Delay(100);
        }
        await answer;
        Assert.Contains(connection.Statuses, status => status == 408);
        await AssertAtRestAsync(service);
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_large_answer_holds_neither_places_nor_memory_for_bodies()
    {
        await using TestService service = await TestService.StartAsync(model, network: true);
        byte[] large = Noise(500);
        string images = string.Join(',', Enumerable.Repeat($"\"{Convert.ToBase64String(large)}\"", 16));
        string body = $$"""{"images":[{{images}}]}""";
        using RawConnection connection = await RawConnection.OpenAsync(service, receiveBuffer: 4096);
        await connection.SendAsync($"POST /v1/models/surfaces/classify?explain=true HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        await service.UntilAsync(() => connection.Socket.Available > 0);
        await AssertAtRestAsync(service);
        await connection.ReadAsync(answer => answer.Length > 100_000);
        Assert.Equal([200], connection.Statuses);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_resets_while_its_picture_waits_frees_its_place_and_others_are_answered(bool ended)
    {
        var log = new RecordingLog();
        await using TestService service = await TestService.StartAsync(model, options => options.GatherTime = TimeSpan.FromSeconds(1), network: true, adapt: log.AddTo);
        log.Forget();
        using (IDisposable other = service.Model.TryEnter(1)!) // announced and never given, so that the batch waits
        {
            using RawConnection connection = await RawConnection.OpenAsync(service);
            await connection.SendAsync(RawConnection.Head(Png.Length));
            await connection.SendAsync(Png);
            await service.UntilAsync(() => service.Model.QueueLength == 2);
            if (ended)
                connection.Socket.Close();
            else
                connection.Reset();
            await service.UntilAsync(() => service.Model.QueueLength == 1);
            Assert.Equal(HttpStatusCode.OK, (await service.ClassifyAsync(Png)).StatusCode);
        }
        await AssertAtRestAsync(service, log);
    }

    [Fact]
    public async Task Connections_that_reset_at_any_moment_leave_nothing_behind()
    {
        var log = new RecordingLog();
        await using TestService service = await TestService.StartAsync(model, network: true, adapt: log.AddTo);
        log.Forget();
        byte[] head = System.Text.Encoding.Latin1.GetBytes(RawConnection.Head(Png.Length));
        var random = new Random(7);
        for (int i = 0; i < 120; i++)
        {
            using RawConnection connection = await RawConnection.OpenAsync(service);
            await connection.SendAsync(head);
            await connection.SendAsync(Png.AsMemory(0, i % 2 == 0 ? Png.Length : random.Next(Png.Length)));
            if (i % 3 > 0)
                await Task.Delay(random.Next(6));
            connection.Reset();
        }
        await AssertAtRestAsync(service, log);
    }

    [Fact]
    public async Task Idle_connections_beyond_the_limit_are_closed_and_places_come_back()
    {
        const int Limit = 20;
        await using TestService service = await TestService.StartAsync(model, settings: settings => settings with { MaxConnections = Limit, HeaderTimeout = TimeSpan.FromSeconds(2) }, network: true);
        var idle = new List<RawConnection>();
        for (int i = 0; i < 3 * Limit; i++)
        {
            idle.Add(await RawConnection.OpenAsync(service));
            await idle[^1].SendAsync("G");
        }
        await Task.Delay(200);
        Assert.True(idle.Count(connection => connection.Socket.Poll(0, System.Net.Sockets.SelectMode.SelectRead)) >= Limit, "Connections beyond the limit were kept.");
        await Task.WhenAll(idle.Select(connection => connection.ReadAsync())); // slow headers end the others
        using RawConnection late = await RawConnection.OpenAsync(service);
        await late.SendAsync(RawConnection.Head(Png.Length));
        await late.SendAsync(Png);
        await late.ReadHeadAsync();
        Assert.Equal([200], late.Statuses);
        idle.ForEach(connection => connection.Dispose());
    }

    private static byte[] Noise(int side)
    {
        byte[] pixels = new byte[3 * side * side];
        new Random(3).NextBytes(pixels);
        return PngEncoder.Encode(new Picture(side, side, pixels));
    }

    private static long Buffered(TestService service) => service.App.Services.GetRequiredService<ModelRequests>().BufferedBytes;

    private static async Task AssertAtRestAsync(TestService service, RecordingLog? log = null)
    {
        for (int i = 0; i < 250 && (service.Model.QueueLength > 0 || Buffered(service) > 0); i++)
            await Task.Delay(20);
        Assert.Equal((0, 0L), (service.Model.QueueLength, Buffered(service)));
        Assert.Equal(HttpStatusCode.OK, (await service.ClassifyAsync(Png)).StatusCode);
        if (log is not null)
            Assert.Empty(log.Lines);
    }
}
