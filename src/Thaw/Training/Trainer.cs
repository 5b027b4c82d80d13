using System.Diagnostics;
using Thaw.Images;
using Thaw.Networks;

namespace Thaw.Training;

/// <summary>Trains a network by a plan: phase after phase, epoch after epoch, and keeps the weights of the epoch with the lowest validation loss.</summary>
public sealed class Trainer
{
    private readonly Network _network;
    private readonly Plan _plan;
    private readonly Examples _train;
    private readonly Examples _validation;
    private readonly TrainerOptions _options;
    private readonly TrialProgress _progress;
    private readonly CheckpointPace _pace = new();

    private Trainer(Network network, Plan plan, Examples train, Examples validation, TrainerOptions options)
    {
        _network = network;
        _plan = plan;
        _train = train;
        _validation = validation;
        _options = options;
        _progress = new TrialProgress(new BestWeights(network, plan.Phases.Min(phase => BoundaryOf(network, phase))));
    }

    /// <summary>Trains. The same arguments give the same weights, to the last bit, for any number of threads.</summary>
    /// <param name="network">Initialised; changed; holds the weights of the best epoch afterwards. Its buffers are planned anew.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="train">What to train on.</param>
    /// <param name="validation">What to choose the epoch by.</param>
    /// <param name="options">The rest.</param>
    /// <param name="progress">Told each epoch when it is done; may be null.</param>
    /// <param name="cancellation">Stops between two steps; the last checkpoint stays.</param>
    /// <exception cref="ArgumentException">The plan has a value out of range, or names a layer that the network lacks.</exception>
    /// <exception cref="TrainingException">The checkpoint belongs to another trial.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TrialOutcome Train(Network network, Plan plan, Examples train, Examples validation, TrainerOptions options,
        IProgress<EpochRow>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        plan.Check();
        return new Trainer(network, plan, train, validation, options).Run(progress, cancellation);
    }

    /// <summary>Index of the lowest layer that trains in a phase.</summary>
    /// <param name="network">The network.</param>
    /// <param name="phase">The phase.</param>
    /// <exception cref="ArgumentException">No layer or block has the phase's name.</exception>
    public static int BoundaryOf(Network network, Phase phase)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(phase);
        return phase.TrainFrom switch
        {
            "all" => 0,
            "head" => network.IndexOf("flatten"),
            string name => network.IndexOf(name),
        };
    }

    private TrialOutcome Run(IProgress<EpochRow>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        _network.Device.ResetPeak();
        Checkpoint? resumed = _options.CheckpointFile is null ? null : Checkpoint.TryRead(_options.CheckpointFile, _plan, _options);
        resumed?.Restore(_network, _progress);
        foreach (EpochRow row in _progress.History)
            progress?.Report(row);
        for (int index = resumed?.Phase ?? 0; index < _plan.Phases.Count; index++)
        {
            RunPhase(index, resumed?.Phase == index ? resumed : null, progress, cancellation);
            if (_progress.Best.Epoch == 0)
                break;
            _progress.Best.Restore();
        }
        return _progress.Outcome(watch.Elapsed.TotalSeconds, _network.Device.PeakBytes);
    }

    private void RunPhase(int index, Checkpoint? resumed, IProgress<EpochRow>? progress, CancellationToken cancellation)
    {
        Phase phase = _plan.Phases[index];
        int boundary = BoundaryOf(_network, phase), start = boundary, firstEpoch = resumed?.EpochsDone ?? 0;
        if (firstEpoch >= phase.Epochs)
            return;
        var watch = Stopwatch.StartNew();
        using IBatchSource train = Open(_train, phase, Boundaries(index, sameViews: true), cancellation);
        using IBatchSource validation = Open(_validation, phase with { Augmentation = Augmentation.None }, Boundaries(index, sameViews: false), cancellation);
        _progress.Caching += watch.Elapsed.TotalSeconds;
        _network.Plan(_options.BatchSize, boundary, start);
        using var sgd = new Sgd(_network, boundary, phase.LayerDecay);
        resumed?.RestoreVelocities(sgd);
        using var epochs = new PhaseEpochs(_network, phase, train, validation, sgd, Labels(_train), Labels(_validation), ClassWeights(), _options)
        {
            Meter = _options.WatchFirstSteps
                ? FirstStepsMeter.For(_network, boundary, index, phase.Name, firstEpoch == 0 ? null : _progress.FirstSteps)
                : null,
        };
        int sinceBest = resumed?.SinceBest ?? 0;
        for (int epoch = firstEpoch; epoch < phase.Epochs; epoch++)
        {
            if (phase.Patience > 0 && sinceBest >= phase.Patience)
                break;
            EpochRow row = epochs.Run(epoch, _progress, cancellation);
            if (epochs.Meter is { } meter)
                Keep(meter.Reading);
            sinceBest = _progress.Best.Offer(row.Epoch, row.ValidationLoss) ? 0 : sinceBest + 1;
            progress?.Report(row);
            if (_options.CheckpointFile is { } file && (_pace.IsDue || cancellation.IsCancellationRequested))
                _pace.Write(() => Checkpoint.Write(file, _plan, _options, index, epoch + 1, sinceBest, _network, sgd, _progress));
            if (!double.IsFinite(row.TrainLoss) || !double.IsFinite(row.ValidationLoss))
                break;
        }
    }

    private void Keep((int Index, FirstSteps Steps) reading)
    {
        if (_progress.FirstSteps.Count > 0 && _progress.FirstSteps[^1].Index == reading.Index)
            _progress.FirstSteps.RemoveAt(_progress.FirstSteps.Count - 1);
        else if (_progress.FirstSteps.Count == 0)
            _progress.FirstEpoch = BackboneWeights(reading.Steps.Blocks).ToDictionary(weights => weights.Name, weights => weights.ToArray());
        _progress.FirstSteps.Add(reading);
    }

    private IEnumerable<Parameter> BackboneWeights(IReadOnlyList<string> blocks) => _network.Layers
        .Where(layer => blocks.Contains(FirstStepsMeter.BlockOf(layer.Name))).SelectMany(layer => layer.Parameters.Concat(layer.Statistics));

    private IBatchSource Open(Examples examples, Phase phase, int[] boundaries, CancellationToken cancellation) => boundaries is [0]
        ? new PictureBatches(examples, _options.Preprocessing, phase.Augmentation, _options.AugmentationSeed)
        : FeatureCache.Open(_network, boundaries, examples, _options.Preprocessing, phase, _options.AugmentationSeed, _options.BatchSize,
            _options.CacheFolder, cancellation);

    // The phase's boundary, and before it those below that phases of other trials want features at too, as long as these are of the same weights
    private int[] Boundaries(int index, bool sameViews)
    {
        Phase phase = _plan.Phases[index];
        int own = BoundaryOf(_network, phase);
        if (own == 0 || _plan.Phases.Take(index).Any(earlier => BoundaryOf(_network, earlier) < own))
            return [own];
        IEnumerable<Phase> sharing = _options.Sharing.Where(other =>
            !sameViews || (other.Augmentation == phase.Augmentation && other.EffectiveViews == phase.EffectiveViews));
        return [.. sharing.Select(other => BoundaryOf(_network, other)).Where(lower => lower > 0 && lower < own).Append(own).Distinct().Order()];
    }

    private static int[] Labels(Examples examples) => Enumerable.Range(0, examples.Count).Select(examples.Label).ToArray();

    private float[] ClassWeights()
    {
        if (!_options.BalanceClasses)
            return [];
        int classes = _train.Images.Classes.Count;
        float[] counts = new float[classes];
        foreach (int label in Labels(_train))
            counts[label]++;
        return counts.Select(count => count == 0 ? 0 : _train.Count / (classes * count)).ToArray();
    }
}
