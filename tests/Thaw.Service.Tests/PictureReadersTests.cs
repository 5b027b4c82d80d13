using System.Net;
using Thaw.Images;
using Thaw.Packaging;
using Thaw.Service.Models;
using Thaw.Serving;

namespace Thaw.Service.Tests;

[Collection(Served.Name)]
public sealed class PictureReadersTests(TrainedModel model)
{
    [Fact]
    public async Task Pictures_that_take_long_to_read_hold_up_no_probe()
    {
        await using TestService service = await TestService.StartAsync(model, options => options.Threads = 2);
        using var slow = new SlowPicture();
        using Admission admission = service.Model.TryEnter(40)!;
        Task<ServedAnswer> answer = service.Model.AnswerAsync(admission, [.. Enumerable.Repeat(slow, 40)], default);
        await slow.Begun.WaitAsync(TimeSpan.FromSeconds(30));
        // More at one time than the pool has threads at first
        HttpResponseMessage[] probes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => service.Client.GetAsync("/v2/health/ready"))).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(probes, probe => Assert.Equal(HttpStatusCode.OK, probe.StatusCode));
        Assert.False(answer.IsCompleted);
        slow.End();
        Assert.Equal(40, (await answer).Predictions.Count);
    }

    [Fact]
    public async Task A_request_s_memory_is_let_go_only_once_it_is_not_read_any_more()
    {
        await using TestService service = await TestService.StartAsync(model);
        using var slow = new SlowPicture();
        using var gone = new CancellationTokenSource();
        using Admission admission = service.Model.TryEnter(1)!;
        Task<ServedAnswer> answer = service.Model.AnswerAsync(admission, [slow], gone.Token);
        await slow.Begun;
        await gone.CancelAsync();
        await Task.Delay(100);
        Assert.False(answer.IsCompleted);
        slow.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Of_several_pictures_that_cannot_be_read_the_first_is_told_and_others_are_answered()
    {
        await using TestService service = await TestService.StartAsync(model);
        RequestPicture good = new RequestPicture.Encoded(TrainedModel.Files[0], "one"), bad = new RequestPicture.Encoded(new byte[] { 1, 2, 3 }, "two"), worse = new RequestPicture.Encoded(Array.Empty<byte>(), "three");
        for (int round = 0; round < 20; round++)
        {
            using Admission admission = service.Model.TryEnter(3)!;
            Task<ServedAnswer> failing = service.Model.AnswerAsync(admission, [good, bad, worse], default);
            Task<Prediction> other = service.Model.ClassifyAsync(TrainedModel.Files[1]);
            ImageFormatException told = await Assert.ThrowsAsync<ImageFormatException>(() => failing);
            Assert.StartsWith("two: ", told.Message, StringComparison.Ordinal);
            Assert.Equal(model.Classifier.Classify(TrainedModel.Files[1]), await other);
        }
        Assert.Equal(0, service.Model.QueueLength);
    }

    [Fact]
    public async Task A_picture_that_nobody_waits_for_is_not_read()
    {
        await using TestService service = await TestService.StartAsync(model, options => options.Threads = 1);
        using SlowPicture first = new(), second = new();
        using var gone = new CancellationTokenSource();
        using Admission admission = service.Model.TryEnter(1)!, other = service.Model.TryEnter(1)!;
        Task<ServedAnswer> answer = service.Model.AnswerAsync(admission, [first], default);
        await first.Begun;
        Task<ServedAnswer> abandoned = service.Model.AnswerAsync(other, [second], gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned.WaitAsync(TimeSpan.FromSeconds(30)));
        first.End();
        await answer;
        await service.Model.ClassifyAsync(TrainedModel.Files[0]); // behind it in the queue
        Assert.False(second.Begun.IsCompleted);
    }

    /// <summary>A picture whose reading takes as long as a test wants.</summary>
    private sealed record SlowPicture() : RequestPicture((string?)null), IDisposable
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _end = new();

        public Task Begun => _begun.Task;

        public void End() => _end.Set();

        public void Dispose()
        {
            _end.Set();
            _end.Dispose();
        }

        protected override Picture Resized(ModelManifest manifest, long maxPixels)
        {
            _begun.TrySetResult();
            if (!_end.Wait(TimeSpan.FromMinutes(1)))
                throw new InvalidOperationException("The test never let the picture end.");
            return new Picture(manifest.ImageSize, manifest.ImageSize, new byte[3 * manifest.ImageSize * manifest.ImageSize]);
        }

        protected override (Explanation Explanation, byte[] Overlay) Explained(Classifier classifier, long maxPixels) => throw new NotSupportedException();
    }
}
