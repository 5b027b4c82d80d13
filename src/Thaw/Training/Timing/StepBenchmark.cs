using System.Diagnostics;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Training.Timing;

/// <summary>
/// Measures how fast a VGG network with random weights infers and trains, with the usual head for two classes (<see cref="Head"/>'s defaults). Inference, the
/// full and the frozen step run on a batch that is in place, as benchmarks of other engines do; the cached step brings its features in each time.
/// </summary>
public sealed class StepBenchmark
{
    /// <summary>Steps small enough that a trained weight never overflows, in training or in the benchmark.</summary>
    private const double LearningRate = 1e-4, Momentum = 0.9;

    private const int Least = 3, Most = 1000, CachedBatches = 4;
    private readonly Network _network;
    private readonly BenchmarkOptions _options;
    private readonly int[] _labels, _examples;
    private readonly CancellationToken _cancellation;

    private StepBenchmark(Network network, BenchmarkOptions options, CancellationToken cancellation)
    {
        _network = network;
        _options = options;
        _labels = [.. Enumerable.Range(0, CachedBatches * options.BatchSize).Select(i => i % 2)];
        _examples = [.. Enumerable.Range(0, _labels.Length)];
        _cancellation = cancellation;
    }

    /// <summary>Measures; takes some seconds, for a large network on few threads a minute.</summary>
    /// <param name="device">Where to compute; not owned.</param>
    /// <param name="options">What to measure; null for the defaults.</param>
    /// <param name="progress">Told what is measured next, in a few words; may be null.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory for the batch.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StepSpeeds Run(Cpu device, BenchmarkOptions? options = null, IProgress<string>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        options ??= new BenchmarkOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Seconds);
        progress?.Report("random weights");
        using Network network = VggClassifier.Create(device, options.Network, options.Width, options.ImageSize, new Head(), 2);
        Initialization.Draw(network, options.Seed);
        var benchmark = new StepBenchmark(network, options, cancellation);

        // The full step stands before those that take less memory, since a process's peak never sinks
        progress?.Report("inference");
        double infer = benchmark.Inference();
        progress?.Report("the full step");
        double full = benchmark.Step(trainFrom: 0, start: 0, loads: false);
        long peakBytes = PeakBytes();
        int head = network.IndexOf("flatten");
        progress?.Report("the frozen step");
        double frozen = benchmark.Step(head, start: 0, loads: false);
        progress?.Report("the cached step");
        double cached = benchmark.Step(head, start: head, loads: true);
        progress?.Report("the peak");
        using var team = new ThreadTeam(device.Threads);
        double peak = FmaPeak.Gigaflops(team, TimeSpan.FromSeconds(options.Seconds / 4));
        return new StepSpeeds
        {
            InferImagesPerSecond = options.BatchSize / infer,
            FullStepImagesPerSecond = options.BatchSize / full,
            FrozenStepImagesPerSecond = options.BatchSize / frozen,
            CachedStepImagesPerSecond = options.BatchSize / cached,
            DirectGflops = ConvolutionOperations(network) * options.BatchSize / infer / 1e9,
            PeakGflops = peak,
            PeakBytes = peakBytes,
        };
    }

    /// <summary>Operations of all convolutions for one picture, computed directly.</summary>
    internal static double ConvolutionOperations(Network network) =>
        network.Layers.Select((layer, i) => layer is Conv2D ? (double)layer.Operations(network.InputShapes[i]) : 0).Sum();

    private double Inference()
    {
        _network.Plan(_options.BatchSize, end: _network.IndexOf("flatten"));
        float[] one = new float[1];
        Upload(0);
        return Best(() => _network.Device.Download(_network.Forward(_options.BatchSize), one)); // a device that runs behind has done all by then
    }

    private double Step(int trainFrom, int start, bool loads)
    {
        _network.Plan(_options.BatchSize, trainFrom, start);
        using var sgd = new Sgd(_network, trainFrom, 1);
        var step = new TrainingStep(_network, sgd, _options.BatchSize);
        MemoryBatches source = MemoryBatches.Random(loads ? _labels.Length : _options.BatchSize, _network.InputShapes[start].Length,
            _options.Seed, rectified: start > 0);
        Parameter last = _network.Weights.Last();
        float[] one = new float[1];
        step.Load(source, _examples.AsSpan(0, _options.BatchSize), 0, _labels);
        int number = 0;
        return Best(() =>
        {
            if (loads)
                step.Load(source, _examples.AsSpan(number++ % CachedBatches * _options.BatchSize, _options.BatchSize), 0, _labels);
            step.Forward(default);
            step.Backward(LearningRate, Momentum, 0);
            _network.Device.Download(last.Value, one);
        });
    }

    private void Upload(int start)
    {
        int length = _network.InputShapes[start].Length;
        float[] input = new float[_options.BatchSize * length];
        MemoryBatches.Random(_options.BatchSize, length, _options.Seed).Fill(_examples.AsSpan(0, _options.BatchSize), 0, input);
        _network.Device.Upload(input, _network.Input);
    }

    private double Best(Action action) => new Repeats(Least, Most, _options.Seconds).Measure(action, _cancellation)[0];

    // Not known on every system; what is held now is then the best that is known
    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
    }
}
