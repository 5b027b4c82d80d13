using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Training.Timing;

namespace Thaw.Tests.Training.Timing;

public sealed class StepBenchmarkTests
{
    [Fact]
    public void Operations_are_those_of_the_papers_network()
    {
        // Convolutions of VGG16 at 224x224 take 15,346,630,656 multiply-adds a picture
        using var device = new Cpu(1);
        using Network network = VggClassifier.Create(device, Vgg.Named("vgg16"), 1, 224, new Head { Units = 0 }, 2);
        Assert.Equal(2 * 15_346_630_656.0, StepBenchmark.ConvolutionOperations(network));
    }

    [Fact]
    public void Speeds_fit_together()
    {
        using var device = new Cpu(2);
        var options = new BenchmarkOptions { Network = Vgg.Named("vgg11"), Width = 1 / 16.0, ImageSize = 32, BatchSize = 4, Seconds = 0.05 };
        var told = new List<string>();
        StepSpeeds speeds = StepBenchmark.Run(device, options, new Told(told));
        Assert.Equal(["random weights", "inference", "the full step", "the frozen step", "the cached step", "the peak"], told);
        // Other tests run beside this one, so which speed is the higher can't be said
        Assert.All(
            [speeds.InferImagesPerSecond, speeds.FullStepImagesPerSecond, speeds.FrozenStepImagesPerSecond, speeds.CachedStepImagesPerSecond],
            speed => Assert.InRange(speed, 0.01, 1e9));
        using Network network = VggClassifier.Create(device, options.Network, options.Width, options.ImageSize, new Head(), 2);
        Assert.Equal(speeds.InferImagesPerSecond * StepBenchmark.ConvolutionOperations(network) / 1e9, speeds.DirectGflops, speeds.DirectGflops * 1e-9);
        Assert.True(speeds.PeakGflops > 0.1);
        Assert.True(speeds.PeakBytes > 1 << 20);
        Assert.True(device.AllocatedBytes > 0);
    }

    [Theory]
    [InlineData(0, 32, 1.0)]
    [InlineData(4, 31, 1.0)]
    [InlineData(4, 32, 0.0)]
    public void Wrong_numbers_are_refused(int batch, int image, double seconds)
    {
        using var device = new Cpu(1);
        var options = new BenchmarkOptions { Width = 1 / 64.0, BatchSize = batch, ImageSize = image, Seconds = seconds };
        Assert.Throws<ArgumentOutOfRangeException>(() => StepBenchmark.Run(device, options));
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var device = new Cpu(1);
        var options = new BenchmarkOptions { Width = 1 / 64.0, ImageSize = 32, BatchSize = 1 };
        Assert.Throws<OperationCanceledException>(() => StepBenchmark.Run(device, options, cancellation: new CancellationToken(true)));
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void A_step_takes_nothing_from_the_managed_heap()
    {
        using var device = new Cpu(1);
        using Network network = VggClassifier.Create(device, Vgg.Named("vgg11"), 1 / 16.0, 32, TinyTask.Head, 2);
        Initialization.Draw(network, 1);
        network.Plan(4, 0, 0);
        using var sgd = new Sgd(network, 0, 1);
        var step = new TrainingStep(network, sgd, 4);
        MemoryBatches source = MemoryBatches.Random(4, network.InputShapes[0].Length, 1);
        int[] examples = [0, 1, 2, 3], labels = [0, 1, 0, 1];
        long taken = 0;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            step.Load(source, examples, 0, labels);
            step.Forward(default);
            step.Backward(0.01, 0.9, 0);
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, taken);
    }

    [Fact]
    public void The_peak_is_no_slower_than_a_matrix_product()
    {
        // A small product that stays in cache; a peak that keeps its chains in memory reaches a fifth of it
        using var team = new ThreadTeam(1);
        double peak = FmaPeak.Gigaflops(team, TimeSpan.FromSeconds(0.1));
        Assert.InRange(peak, 0.3 * ProductGigaflops(), 2000);
    }

    private static double ProductGigaflops()
    {
        const int M = 48, N = 256, K = 128, Products = 200;
        using var device = new Cpu(1);
        using Tensor x = device.Allocate(new Shape(M, K)), weights = device.Allocate(new Shape(K, N)), bias = device.Allocate(new Shape(N)),
            y = device.Allocate(new Shape(M, N));
        double seconds = new Repeats(5, 5, 0).Measure(() =>
        {
            for (int i = 0; i < Products; i++)
                device.Dense(x, weights, bias, y, relu: false);
        })[0];
        return 2.0 * M * N * K * Products / seconds / 1e9;
    }

    private sealed class Told(List<string> list) : IProgress<string>
    {
        public void Report(string value) => list.Add(value);
    }
}
