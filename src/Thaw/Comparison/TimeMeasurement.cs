using System.Diagnostics;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Training;
using Thaw.Training.Timing;

namespace Thaw.Comparison;

/// <summary>
/// Measures what the estimate of a comparison needs: each boundary and each augmentation that is still to come, in rounds one after the other, of which the medians
/// count, since something else on the machine may slow one of them down.
/// </summary>
/// <param name="network">A network of its own, as a trial begins with it; its buffers are planned anew.</param>
/// <param name="createSeconds">How long it took to build it.</param>
/// <param name="train">The training pictures.</param>
/// <param name="validation">The validation pictures.</param>
/// <param name="options">As the trials will have them.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class TimeMeasurement(Network network, double createSeconds, Examples train, Examples validation, TrainerOptions options,
    CancellationToken cancellation)
{
    /// <summary>The most rounds, and the seconds after which no further one is begun.</summary>
    private const int MostRounds = 5, LongestSeconds = 3;

    /// <summary>Measures and estimates.</summary>
    /// <param name="trials">All trials; at least one is not finished.</param>
    /// <param name="testPictures">How many pictures the test has.</param>
    /// <param name="saves">Whether the best models are written.</param>
    public TimeEstimate Estimate(IReadOnlyList<TrialLeft> trials, int testPictures, bool saves)
    {
        Phase[] phases = [.. trials.Where(trial => trial.Epochs is not null).SelectMany(trial => trial.Plan.Phases).Distinct()];
        var estimator = new TimeEstimator(Measure(phases), new PartSizes(train.Count, validation.Count, testPictures), BoundaryOf, saves);
        foreach (Phase phase in phases.Where(phase => BoundaryOf(phase) > 0))
        {
            if (IsCached(phase, train))
                estimator.Has(phase, train: true);
            if (IsCached(phase with { Augmentation = Augmentation.None }, validation))
                estimator.Has(phase, train: false);
        }
        return estimator.Estimate(trials);
    }

    private TrialSpeeds Measure(Phase[] phases)
    {
        Directory.CreateDirectory(options.CacheFolder);
        var clock = new TrialClock(network, train, options, cancellation);

        Augmentation[] augmentations = [.. phases.Select(phase => phase.Augmentation).Append(Augmentation.None).Distinct()];
        var rounds = new List<(Dictionary<int, PhaseSpeed> Speeds, double[] Inputs)>();
        long start = Stopwatch.GetTimestamp();
        do
        {
            // From the top down, so that the quick ones warm up what the slow ones, which are measured less often, use too
            var round = phases.GroupBy(BoundaryOf).OrderByDescending(group => group.Key).ToDictionary(sharing => sharing.Key, sharing => clock.Phase(sharing.First()));
            rounds.Add((round, [.. augmentations.Select(clock.Input)]));
        }
        while (rounds.Count < MostRounds && Stopwatch.GetElapsedTime(start).TotalSeconds < LongestSeconds);
        var speeds = rounds[0].Speeds.Keys.ToDictionary(boundary => boundary, boundary => PhaseSpeed.Median([.. rounds.Select(round => round.Speeds[boundary])]));
        PhaseSpeed top = speeds[speeds.Keys.Max()];
        return new TrialSpeeds
        {
            BatchSize = options.BatchSize,
            Create = createSeconds,
            Phases = speeds,
            Input = augmentations.Select((a, i) => (a, Repeats.Median([.. rounds.Select(round => round.Inputs[i]).Order()]))).ToDictionary(),
            Inference = top.Features + top.Forward,
            WeightBytes = [.. network.Layers.Select((_, i) => WeightBytes(i))],
            Disk = DiskSpeed.Measure(options.CacheFolder),
        };
    }

    private int BoundaryOf(Phase phase) => Trainer.BoundaryOf(network, phase);

    private bool IsCached(Phase phase, Examples examples) => File.Exists(FeatureCache.FileOf(network, BoundaryOf(phase), examples,
        options.Preprocessing, phase, options.AugmentationSeed, options.CacheFolder));

    private long WeightBytes(int from) =>
        network.Layers.Skip(from).SelectMany(layer => layer.Parameters.Concat(layer.Statistics)).Sum(p => (long)p.Value.Shape.Length) * sizeof(float);
}
