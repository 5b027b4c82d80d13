using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Thaw.Service.Observation;
using Thaw.Serving;

namespace Thaw.Service.Tests;

[Collection(Served.Name)]
public sealed class BatchingTests(TrainedModel model)
{
    [Fact]
    public async Task Requests_at_one_time_go_through_the_network_together_and_none_is_mixed_up()
    {
        await using TestService service = await TestService.StartAsync(model, options => options.GatherTime = TimeSpan.FromMilliseconds(200));
        var sizes = new List<int>();
        using MeterListener listener = Listen(service, sizes);
        Prediction[] expected = [.. TrainedModel.Files.Take(24).Select(file => model.Classifier.Classify(file))];
        Prediction[] answers = await Task.WhenAll(TrainedModel.Files.Take(24).Select(file => Task.Run(() => service.Model.ClassifyAsync(file))));
        Assert.Equal(expected, answers);
        Assert.Equal(24, sizes.Sum());
        Assert.True(sizes.Count < 12, $"24 pictures made {sizes.Count} batches.");
    }

    [Fact]
    public async Task A_lone_request_does_not_wait_for_others()
    {
        await using TestService service = await TestService.StartAsync(model, options => options.GatherTime = TimeSpan.FromSeconds(1));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        await service.Model.ClassifyAsync(TrainedModel.Files[0]);
        await service.Model.ExplainAsync(TrainedModel.Files[0]);
        await service.Model.ClassifyAsync(TrainedModel.Files[0]);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_full_queue_is_told_at_once_and_leaves_what_was_accepted_alone()
    {
        await using TestService service = await TestService.StartAsync(model, options => options.MaxQueue = 8);
        var occupied = new List<IDisposable>();
        for (int i = 0; i < 2; i++)
            occupied.Add(service.Model.TryEnter(4)!);
        HttpResponseMessage refused = await service.ClassifyAsync(TrainedModel.Files[0]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Contains("queue-full", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        QueueFullException full = await Assert.ThrowsAsync<QueueFullException>(() => service.Model.ClassifyAsync(TrainedModel.Files[0]));
        Assert.True(full.RetryAfter >= TimeSpan.FromSeconds(1));
        occupied.ForEach(places => places.Dispose());
        Assert.Equal(HttpStatusCode.OK, (await service.ClassifyAsync(TrainedModel.Files[0])).StatusCode);
        Assert.Equal(0, service.Model.QueueLength);
    }

    [Fact]
    public async Task A_request_of_more_pictures_than_there_are_places_is_refused_whole()
    {
        await using TestService service = await TestService.StartAsync(model, options => options.MaxQueue = 3);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => service.Model.ClassifyAsync(TrainedModel.Files.Take(4).Select(file => new ReadOnlyMemory<byte>(file)).ToArray()));
        using IDisposable place = service.Model.TryEnter(1)!;
        await Assert.ThrowsAsync<QueueFullException>(() => service.Model.ClassifyAsync(TrainedModel.Files.Take(3).Select(file => new ReadOnlyMemory<byte>(file)).ToArray()));
        Assert.Equal(1, service.Model.QueueLength);
    }

    [Fact]
    public async Task A_client_that_goes_away_frees_its_place()
    {
        await using TestService service = await TestService.StartAsync(model, options => (options.MaxQueue, options.GatherTime) = (2, TimeSpan.FromSeconds(1)), network: true);
        using IDisposable other = service.Model.TryEnter(1)!; // announced and never given, so that the batch waits
        using var gone = new CancellationTokenSource();
        Task<Prediction> answer = service.Model.ClassifyAsync(TrainedModel.Files[0], gone.Token);
        Assert.Equal(2, service.Model.QueueLength);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal(1, service.Model.QueueLength);
    }

    private static MeterListener Listen(TestService service, List<int> sizes)
    {
        Meter meter = service.App.Services.GetRequiredService<ServiceMetrics>().Meter;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "thaw.batch.size")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, size, _, _) =>
        {
            lock (sizes)
                sizes.Add(size);
        });
        listener.Start();
        return listener;
    }
}
