using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Tests.Training;

public sealed class PreparedBatchesTests
{
    private static readonly int[] Order = [5, 3, 9, 0, 1, 8, 7, 2, 6, 4, 11, 10, 12];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches_come_in_order_and_the_last_may_be_smaller(bool slow)
    {
        using var source = new Counted(slow);
        using var batches = new PreparedBatches(4, Counted.Length);
        for (int view = 0; view < 50; view++)
        {
            batches.Begin(source, Order, view);
            Assert.Equal(Order.Select(example => (example, view)), Rest(batches));
            Assert.True(batches.Next(out _).IsEmpty);
        }
        batches.Begin(source, [], 0);
        Assert.True(batches.Next(out ReadOnlySpan<float> none).IsEmpty);
        Assert.True(none.IsEmpty);
    }

    [Fact]
    public void A_slow_source_fills_the_next_batch_while_the_caller_has_one_and_no_further()
    {
        using var source = new Counted(slow: true);
        using var batches = new PreparedBatches(4, Counted.Length);
        batches.Begin(source, Order, 0);
        batches.Next(out ReadOnlySpan<float> first);
        Assert.True(SpinWait.SpinUntil(() => source.Fills == 2, 10_000));
        Thread.Sleep(20);
        Assert.Equal(2, source.Fills);
        Assert.Equal(Order[0], first[0]);
        Assert.Equal(Order[4..8], batches.Next(out ReadOnlySpan<float> second).ToArray());
        Assert.Equal(Order[4], second[0]);
        Rest(batches);
        Assert.All(source.Threads, thread => Assert.NotEqual(Environment.CurrentManagedThreadId, thread));
        Assert.Single(source.Threads.Distinct());
    }

    [Fact]
    public void A_fast_source_is_filled_by_the_caller()
    {
        using var source = new Counted(slow: false);
        using var batches = new PreparedBatches(4, Counted.Length);
        batches.Begin(source, Order, 0);
        Rest(batches);
        Assert.All(source.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_source_throws_comes_in_place_of_its_batch_and_the_next_pass_is_whole(bool slow)
    {
        using var source = new Counted(slow) { Bad = Order[6] };
        using var batches = new PreparedBatches(4, Counted.Length);
        batches.Begin(source, Order, 0);
        Assert.Equal(Order[..4], batches.Next(out _).ToArray());
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => batches.Next(out _).Length);
        Assert.Contains(nameof(Counted), error.StackTrace, StringComparison.Ordinal);
        source.Bad = -1;
        batches.Begin(source, Order, 1);
        Assert.Equal(Order.Select(example => (example, 1)), Rest(batches));
    }

    [Fact]
    public void A_pass_may_be_left_at_any_time_and_the_thread_ends()
    {
        using var source = new Counted(slow: true);
        Thread? worker;
        using (var batches = new PreparedBatches(2, Counted.Length))
        {
            for (int taken = 0; taken < 5; taken++)
            {
                batches.Begin(source, Order, taken);
                for (int i = 0; i < taken; i++)
                    Assert.Equal(Order[2 * i], batches.Next(out _)[0]);
            }
            batches.Begin(source, Order, 9);
            batches.Next(out _);
            worker = source.Worker;
        }
        Assert.False(worker!.IsAlive);
        int fills = source.Fills;
        Thread.Sleep(20);
        Assert.Equal(fills, source.Fills);
        new PreparedBatches(2, Counted.Length).Dispose();
    }

    [Fact]
    public void Passes_allocate_nothing_on_either_thread()
    {
        using var source = new Counted(slow: true) { Remember = false };
        using var batches = new PreparedBatches(4, Counted.Length);
        (long caller, long worker) = (0, 0);
        for (int view = 0; view < 40; view++)
        {
            if (view == 20) // all is warm
                (caller, worker) = (GC.GetAllocatedBytesForCurrentThread(), source.WorkerBytes);
            batches.Begin(source, Order, view);
            while (batches.Next(out _).Length > 0)
            {
            }
        }
        Assert.Equal(caller, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(worker, source.WorkerBytes);
    }

    [Fact]
    public void Augmented_pictures_are_those_of_filling_one_by_one()
    {
        using var task = new TinyTask(perClass: 12);
        int length = 3 * 32 * 32;
        using var pictures = new PictureBatches(task.Train, task.Backbone.Preprocessing, Augmentation.Standard, 4);
        using var batches = new PreparedBatches(5, length);
        int[] order = [.. Enumerable.Range(0, task.Train.Count).Reverse()];
        float[] alone = new float[length], plain = new float[length];
        for (int view = 0; view < 3; view++)
        {
            batches.Begin(pictures, order, view);
            int seen = 0;
            while (batches.Next(out ReadOnlySpan<float> input) is { Length: > 0 } examples)
            {
                for (int i = 0; i < examples.Length; i++, seen++)
                {
                    pictures.Fill([order[seen]], view, alone);
                    Assert.Equal(order[seen], examples[i]);
                    Assert.Equal(alone, input.Slice(i * length, length).ToArray());
                }
            }
            Assert.Equal(order.Length, seen);
        }
        foreach (Preprocessing preprocessing in new[] { Preprocessing.Torchvision, Preprocessing.KerasVgg })
        {
            using var unchanged = new PictureBatches(task.Train, preprocessing, Augmentation.None, 4);
            unchanged.Fill([3], 0, alone);
            preprocessing.Apply(task.Train.Pixels(3), plain);
            Assert.Equal(plain, alone);
        }
    }

    [Fact]
    public void Cancelling_stops_between_steps_and_leaves_no_thread_behind()
    {
        using var task = new TinyTask(perClass: 12);
        using var device = new Cpu(2);
        using Network network = task.CreateNetwork(device);
        using var stop = new CancellationTokenSource();
        var progress = new Stopper(stop);
        Assert.Throws<OperationCanceledException>(() =>
            Trainer.Train(network, TinyTask.PlanOf("all", 5), task.Train, task.Validation, task.Options(), progress, stop.Token));
        Assert.Equal(1, progress.Epochs);
    }

    private static List<(int Example, int View)> Rest(PreparedBatches batches)
    {
        var rest = new List<(int, int)>();
        while (batches.Next(out ReadOnlySpan<float> input) is { Length: > 0 } examples)
        {
            for (int i = 0; i < examples.Length; i++)
            {
                Assert.Equal(examples[i], input[i * Counted.Length]);
                rest.Add((examples[i], (int)input[i * Counted.Length + 1]));
            }
        }
        return rest;
    }

    /// <summary>Inputs that say which example and view they are.</summary>
    private sealed class Counted(bool slow) : IBatchSource
    {
        public const int Length = 2;

        private long _workerBytes;
        private int _fills;

        public int Count => Order.Length;

        public bool IsSlow => slow;

        public int Bad { get; set; } = -1;

        public bool Remember { get; init; } = true;

        public int Fills => Volatile.Read(ref _fills);

        public List<int> Threads { get; } = [];

        public Thread? Worker { get; private set; }

        /// <summary>What the thread that fills had allocated when it last began to.</summary>
        public long WorkerBytes => Interlocked.Read(ref _workerBytes);

        public void Fill(ReadOnlySpan<int> examples, int view, Span<float> target)
        {
            Interlocked.Exchange(ref _workerBytes, GC.GetAllocatedBytesForCurrentThread());
            if (examples.Contains(Bad))
                throw new InvalidDataException("bad");
            for (int i = 0; i < examples.Length; i++)
                (target[i * Length], target[i * Length + 1]) = (examples[i], view);
            Worker = Thread.CurrentThread;
            if (Remember)
                Threads.Add(Environment.CurrentManagedThreadId);
            Interlocked.Increment(ref _fills);
        }

        public void Dispose()
        {
        }
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<EpochRow>
    {
        public int Epochs { get; private set; }

        public void Report(EpochRow value)
        {
            Epochs++;
            stop.Cancel();
        }
    }
}
