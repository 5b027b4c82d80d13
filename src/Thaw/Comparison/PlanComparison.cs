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

    /// <summary>Prepares a comparison.</summary>
    /// <param name="images">The pictures, square, at the size that the network is to see.</param>
    /// <param name="split">Their split; each part has pictures.</param>
    /// <param name="backbone">What every trial starts from.</param>
    /// <param name="options">The rest.</param>
    /// <param name="device">Where to compute; not owned.</param>
    /// <param name="folder">The run folder; created if need be. Its <c>checkpoints/</c> belong to the comparison: unless it resumes, it starts by
    /// deleting what is in there.</param>
    /// <param name="save">Called for each trial that is its plan's best so far on validation data; may be null.</param>
    /// <exception cref="ArgumentException">No plan, no seed, names or seeds twice, or pictures that are not square.</exception>
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
        _store = new TrialStore(Path.Combine(folder, "checkpoints"), options, backbone, _train, _validation, _test);
    }

    /// <summary>Runs all trials, or what is left of them.</summary>
    /// <param name="progress">Told each epoch when it is done; may be null.</param>
    /// <param name="cancellation">Stops; what is finished stays for resuming.</param>
    /// <returns>The plans in the order of the options, ready to be judged by <see cref="ComparisonResult.Of"/>.</returns>
    /// <exception cref="TrainingException">A checkpoint belongs to another run. A trial that diverges is a result, not an error.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<PlanRun> Run(IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        _store.Prepare(_options.Resume);
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
        foreach (ulong seed in _options.Seeds)
        {
            int number = _options.Plans.ToList().IndexOf(plan) * _options.Seeds.Count + finished.Count + 1;
            var report = progress is null ? null : new TrialReporter(plan, seed, number, _options.Plans.Count * _options.Seeds.Count, progress);
            using Network network = _backbone.CreateNetwork(_device, _options.Head, _images.Classes.Count, seed, _images.Width);
            cost ??= PlanCosts.Of(network, plan);
            double best = finished.Where(trial => !trial.Result.Diverged).Select(trial => trial.Result.ValidationLoss)
                .DefaultIfEmpty(double.PositiveInfinity).Min();
            FinishedTrial trial = _store.TryRead(plan, seed, report) ?? RunTrial(plan, seed, network, best, report, cancellation);
            finished.Add(trial);
        }
        return new PlanRun
        {
            Plan = plan.Name,
            Description = plan.Description,
            Trials = finished.Select(trial => trial.Result).ToList(),
            Cost = cost!,
            Timing = TimingOf(finished),
            ModelFile = _save is null || finished.All(trial => trial.Result.Diverged) ? null : $"models/{plan.Name}.zip",
        };
    }

    private FinishedTrial RunTrial(Plan plan, ulong seed, Network network, double best, TrialReporter? report, CancellationToken cancellation)
    {
        var options = new TrainerOptions
        {
            Preprocessing = _backbone.Preprocessing,
            CacheFolder = _store.FeatureFolder,
            Sharing = [.. _options.Plans.SelectMany(other => other.Phases)],
            BatchSize = _options.BatchSize,
            Seed = seed,
            AugmentationSeed = _options.AugmentationSeed,
            BalanceClasses = _options.BalanceClasses,
            CheckpointFile = _store.CheckpointFile(plan, seed),
        };
        TrialOutcome outcome = Trainer.Train(network, plan, _train, _validation, options, report, cancellation);
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
        };
        if (result.ValidationLoss < best)
            _save?.Invoke(new TrainedModel(plan.Name, result, network, _backbone, _images.Classes));
        var finished = new FinishedTrial(result, outcome.Timing);
        _store.Write(plan, seed, finished);
        return finished;
    }

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
