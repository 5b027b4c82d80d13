using System.Diagnostics;
using Thaw.Comparison.Evidence;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Comparison;

/// <summary>
/// Trains every plan with every seed on the same split, chooses each trial's epoch on the validation pictures and tests once. Keeps what is
/// finished under <c>checkpoints/</c> of the run folder, so that a stopped comparison can be resumed.
/// </summary>
public sealed class PlanComparison
{
    private readonly LoadedImages _images;
    private readonly Backbone _backbone;
    private readonly ComparisonOptions _options;
    private readonly Device _device;
    private readonly Action<TrainedModel>? _save;
    private readonly Examples _train, _validation, _test;
    private readonly TrialStore _store;
    private readonly TrialWitness _witness;
    private TimeEstimate? _estimate;
    private bool _isPrepared;

    /// <summary>Prepares a comparison.</summary>
    /// <param name="images">The pictures, square, at the size that the network is to see.</param>
    /// <param name="split">Their split; each part has pictures.</param>
    /// <param name="backbone">What every trial starts from.</param>
    /// <param name="options">The rest.</param>
    /// <param name="device">Where to compute; not owned.</param>
    /// <param name="folder">The run folder; created if need be. Its <c>checkpoints/</c> belong to the comparison: unless it resumes, it starts by
    /// deleting what is in there.</param>
    /// <param name="save">Called for each trial that is its plan's best so far on validation data; may be null.</param>
    /// <exception cref="ArgumentException">No plan, no seed, names or seeds twice, pictures that are not square, or a threshold other than 0.5 with more than two classes.</exception>
    public PlanComparison(LoadedImages images, ImageSplit split, Backbone backbone, ComparisonOptions options, Device device, string folder,
        Action<TrainedModel>? save = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        Check(images, options);
        _images = images;
        _backbone = backbone;
        _options = options;
        _device = device;
        _save = save;
        _train = new Examples(images, split.Train);
        _validation = new Examples(images, split.Validation);
        _test = new Examples(images, split.Test);
        _witness = new TrialWitness(backbone.Preprocessing, _validation, options.Threshold, new DriftMeter(backbone, device, images, split.Validation, options.BatchSize), options.BatchSize,
            new RetentionMeter(backbone.Preprocessing, images.Width, options.Source, options.BatchSize),
            options.ShiftTest ? new ShiftWitness(backbone.Preprocessing, _test, options.BatchSize) : null);
        Examples[] source = options.Source is null ? [] : [options.Source.Train, options.Source.Test];
        _store = new TrialStore(Path.Combine(folder, "checkpoints"), options, backbone, [_train, _validation, _test, .. source]);
    }

    /// <summary>
    /// Measures single steps, and estimates from them how long the trials that are left will take. It takes a second or two, with large networks
    /// a few steps of each kind, and changes nothing of the results. <see cref="Run"/> then keeps the estimate beside what came.
    /// </summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TrainingException">A checkpoint belongs to another run.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public TimeEstimate Estimate(CancellationToken cancellation = default)
    {
        _store.Prepare(_options.Resume);
        _isPrepared = true;
        var trials = new List<TrialLeft>();
        foreach (Plan plan in _options.Plans)
        {
            for (int number = 0; number < _options.Seeds.Count; number++)
                trials.Add(_store.LeftOf(plan, number, OptionsOf(plan, _options.Seeds[number])));
        }
        if (trials.All(trial => trial.Epochs is null))
            return _estimate = TimeEstimator.Nothing(trials);
        long start = Stopwatch.GetTimestamp();
        using Network network = CreateNetwork(_options.Seeds[0]);
        double createSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var measurement = new TimeMeasurement(network, createSeconds, _train, _validation, OptionsOf(_options.Plans[0], _options.Seeds[0]), cancellation);
        return _estimate = measurement.Estimate(trials, _test.Count + ShiftPasses(network), _save is not null);
    }

    /// <summary>Runs all trials, or what is left of them.</summary>
    /// <param name="progress">Told each epoch when it is done; may be null.</param>
    /// <param name="cancellation">Stops; what is finished stays for resuming.</param>
    /// <returns>The plans in the order of the options, ready to be judged by <see cref="ComparisonResult.Of"/>.</returns>
    /// <exception cref="TrainingException">A checkpoint belongs to another run. A trial that diverges is a result, not an error.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<PlanRun> Run(IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!_isPrepared)
            _store.Prepare(_options.Resume);
        _isPrepared = false;
        var runs = new List<PlanRun>();
        foreach (Plan plan in _options.Plans)
            runs.Add(RunPlan(plan, progress, cancellation));
        _store.DeleteFeatures();
        return runs;
    }

    private PlanRun RunPlan(Plan plan, IProgress<ComparisonProgress>? progress, CancellationToken cancellation)
    {
        var finished = new List<FinishedTrial>();
        PlanCost? cost = null;
        double measured = 0;
        foreach (ulong seed in _options.Seeds)
        {
            int number = _options.Plans.ToList().IndexOf(plan) * _options.Seeds.Count + finished.Count + 1;
            var report = progress is null ? null : new TrialReporter(plan, seed, number, _options.Plans.Count * _options.Seeds.Count, progress);
            long start = Stopwatch.GetTimestamp();
            using Network network = CreateNetwork(seed);
            cost ??= PlanCosts.Of(network, plan);
            double best = finished.Where(trial => !trial.Result.Diverged).Select(trial => trial.Result.ValidationLoss)
                .DefaultIfEmpty(double.PositiveInfinity).Min();
            FinishedTrial? earlier = _store.TryRead(plan, seed, report);
            finished.Add(earlier ?? RunTrial(plan, seed, network, best, report, cancellation));
            if (earlier is null)
                measured += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return new PlanRun
        {
            Plan = plan.Name,
            Description = plan.Description,
            Trials = finished.Select(trial => trial.Result).ToList(),
            Cost = cost!,
            Timing = TimingOf(finished) with { EstimatedSeconds = EstimatedSeconds(plan), MeasuredSeconds = measured },
            ModelFile = _save is null || finished.All(trial => trial.Result.Diverged) ? null : $"models/{plan.Name}.zip",
        };
    }

    private FinishedTrial RunTrial(Plan plan, ulong seed, Network network, double best, TrialReporter? report, CancellationToken cancellation)
    {
        _witness.Before(network, cancellation);
        TrialOutcome outcome = Trainer.Train(network, plan, _train, _validation, OptionsOf(plan, seed), report, cancellation);
        float[] probabilities = outcome.Diverged
            ? [.. Enumerable.Repeat(float.NaN, _test.Count * _images.Classes.Count)]
            : Inference.Probabilities(network, _test, _backbone.Preprocessing, _options.BatchSize, cancellation);
        var result = new TrialResult
        {
            Seed = seed,
            History = outcome.History,
            BestEpoch = outcome.BestEpoch,
            ValidationLoss = outcome.BestLoss,
            ValidationAccuracy = outcome.History[outcome.BestEpoch - 1].ValidationAccuracy,
            TestProbabilities = probabilities,
            Seconds = outcome.Timing.Total,
            Evidence = outcome.Diverged ? null : _witness.Measure(network, outcome, cancellation),
        };
        result = TrialCalibration.Of(result, _validation, _options.Threshold);
        if (result.ValidationLoss < best)
            _save?.Invoke(new TrainedModel(plan.Name, result, network, _backbone, _images.Classes));
        var finished = new FinishedTrial(result, outcome.Timing);
        _store.Write(plan, seed, finished);
        return finished;
    }

    private int ShiftPasses(Network network) => _options.ShiftTest ? ShiftWitness.PassesOf(network, _test.Count) : 0;

    private double EstimatedSeconds(Plan plan) => _estimate?.Plans.First(estimate => estimate.Plan == plan.Name).Seconds ?? double.NaN;

    private Network CreateNetwork(ulong seed) => _backbone.CreateNetwork(_device, _options.Head, _images.Classes.Count, seed, _images.Width);

    private TrainerOptions OptionsOf(Plan plan, ulong seed) => new()
    {
        Preprocessing = _backbone.Preprocessing,
        CacheFolder = _store.FeatureFolder,
        Sharing = [.. _options.Plans.SelectMany(other => other.Phases)],
        BatchSize = _options.BatchSize,
        Seed = seed,
        AugmentationSeed = _options.AugmentationSeed,
        BalanceClasses = _options.BalanceClasses,
        WatchFirstSteps = true,
        CheckpointFile = _store.CheckpointFile(plan, seed),
    };

    private static PlanTiming TimingOf(List<FinishedTrial> trials)
    {
        IEnumerable<EpochRow> epochs = trials.SelectMany(trial => trial.Result.History);
        return new PlanTiming
        {
            SecondsPerEpoch = epochs.Average(row => row.Seconds),
            SecondsForward = trials.Sum(trial => trial.Timing.Forward),
            SecondsBackward = trials.Sum(trial => trial.Timing.Backward),
            SecondsTotal = trials.Sum(trial => trial.Timing.Total),
            PeakBytes = trials.Max(trial => trial.Timing.PeakBytes),
        };
    }

    private static void Check(LoadedImages images, ComparisonOptions options)
    {
        if (images.Width != images.Height)
            throw new ArgumentException($"Pictures must be square, got {images.Width}x{images.Height}.", nameof(images));
        if (options.Plans.Count == 0 || options.Plans.Select(plan => plan.Name).Distinct().Count() != options.Plans.Count)
            throw new ArgumentException("Expected at least one plan, each under a name of its own.", nameof(options));
        if (options.Seeds.Count == 0 || options.Seeds.Distinct().Count() != options.Seeds.Count)
            throw new ArgumentException("Expected at least one seed, all different.", nameof(options));
        if (!options.Threshold.IsHalf && images.Classes.Count != 2)
            throw new ArgumentException($"The threshold {options.Threshold} needs two classes, got {images.Classes.Count}.", nameof(options));
        if (options.Source?.Images is { } source && (source.Width != images.Width || source.Height != images.Height))
            throw new ArgumentException($"Source pictures must be {images.Width}x{images.Height} as the others, got {source.Width}x{source.Height}.", nameof(options));
        foreach (Plan plan in options.Plans)
            plan.Check();
    }

    /// <summary>Passes epochs on with the trial that they belong to.</summary>
    internal sealed class TrialReporter(Plan plan, ulong seed, int trial, int trials, IProgress<ComparisonProgress> progress) : IProgress<EpochRow>
    {
        private readonly int _epochs = plan.Phases.Sum(phase => phase.Epochs);

        public void Report(EpochRow value) => progress.Report(new ComparisonProgress(plan.Name, seed, trial, trials, _epochs, value));
    }
}
