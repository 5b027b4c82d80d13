using Thaw.Images;
using Thaw.Networks;

namespace Thaw.Training.Timing;

/// <summary>
/// Measures how long the parts of trials take, on a network of its own and with the first of the training pictures: each part a few times, a
/// slow one once or twice.
/// </summary>
internal sealed class TrialClock
{
    private static readonly Repeats Often = new(3, 20, 0.05) { SlowSeconds = 1 };

    // What takes longer than this in a whole batch is not measured again with the fewer pictures of an epoch's last step
    private const double SlowStep = 0.3;

    private readonly Network _network;
    private readonly Examples _train;
    private readonly TrainerOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly int _count;
    private readonly int[] _examples, _labels;

    /// <summary>Prepares the measurements.</summary>
    /// <param name="network">Measured; its buffers are planned anew.</param>
    /// <param name="train">The training pictures.</param>
    /// <param name="options">As they will be trained with.</param>
    /// <param name="cancellation">Stops between two times.</param>
    public TrialClock(Network network, Examples train, TrainerOptions options, CancellationToken cancellation)
    {
        _network = network;
        _train = train;
        _options = options;
        _cancellation = cancellation;
        _count = Math.Min(options.BatchSize, train.Count);
        _examples = [.. Enumerable.Range(0, _count)];
        _labels = [.. _examples.Select(train.Label)];
    }

    /// <summary>Makes the input of a picture, in seconds.</summary>
    public double Input(Augmentation augmentation)
    {
        using var pictures = new PictureBatches(_train, _options.Preprocessing, augmentation, _options.AugmentationSeed);
        float[] input = new float[_count * _network.InputShapes[0].Length];
        int view = 0;
        return Median(() => pictures.Fill(_examples, view++, input)) / _count;
    }

    /// <summary>The parts of a phase.</summary>
    /// <param name="phase">The phase.</param>
    public PhaseSpeed Phase(Phase phase)
    {
        int boundary = Trainer.BoundaryOf(_network, phase);
        (float[] input, double features) = Features(boundary);
        (double step, double last, double forward) = Steps(boundary, new MemoryBatches(input, _network.InputShapes[boundary].Length));
        return new PhaseSpeed
        {
            Step = step,
            LastStep = last,
            Forward = forward,
            Features = features,
            Lookup = boundary == 0 ? 0 : 2 * Median(() => FeatureCache.FileOf(_network, boundary, _train, _options.Preprocessing, phase, 0, "")),
            FeatureBytes = boundary == 0 ? 0 : _network.InputShapes[boundary].Length * sizeof(float),
        };
    }

    // The input of a boundary, and how long a picture takes to get there
    private (float[] Values, double Seconds) Features(int boundary)
    {
        float[] input = new float[_count * _network.InputShapes[0].Length];
        using (var pictures = new PictureBatches(_train, _options.Preprocessing, Augmentation.None, 0))
            pictures.Fill(_examples, 0, input);
        if (boundary == 0)
            return (input, 0);
        float[] features = new float[_count * _network.InputShapes[boundary].Length];
        _network.Plan(_count, end: boundary);
        double seconds = Median(() =>
        {
            _network.Device.Upload(input, _network.Input);
            _network.Device.Download(_network.Forward(_count), features);
        });
        return (features, seconds / _count);
    }

    private (double Step, double Last, double Forward) Steps(int boundary, MemoryBatches source)
    {
        _network.Plan(_count, boundary, boundary);
        using var sgd = new Sgd(_network, boundary, 1);
        var step = new TrainingStep(_network, sgd, _count);
        double whole = StepOf(_count), forward = Median(() => step.Validate()) / _count;
        int rest = _train.Count % _options.BatchSize;
        if (rest == 0)
            return (whole, 0, forward);
        return (whole, rest == _count ? whole : whole > SlowStep ? whole * rest / _count : StepOf(rest), forward);

        // The rate is 0, so that the weights stay as they are
        double StepOf(int count) => Median(() =>
        {
            step.Load(source, _examples.AsSpan(0, count), 0, _labels);
            step.Forward(default);
            step.Backward(0, 0.9, 0);
        });
    }

    private double Median(Action action) => Repeats.Median(Often.Measure(action, _cancellation));
}
