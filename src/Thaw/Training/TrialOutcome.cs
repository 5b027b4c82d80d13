namespace Thaw.Training;

/// <summary>What training one network by one plan gave. The network holds the weights of the best epoch.</summary>
public sealed record TrialOutcome
{
    /// <summary>One row an epoch.</summary>
    public required IReadOnlyList<EpochRow> History { get; init; }

    /// <summary>The epoch with the lowest validation loss, counted from 1; the last one if training diverged.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>That loss, in nats; NaN if training diverged.</summary>
    public required double BestLoss { get; init; }

    /// <summary>Whether no epoch's validation loss was a number: the learning rate was too high, and the weights are useless.</summary>
    public bool Diverged => double.IsNaN(BestLoss);

    /// <summary>The first steps of each phase that trained layers of the backbone, in order; empty unless <see cref="TrainerOptions.WatchFirstSteps"/>.
    /// A phase that was resumed from a checkpoint without them is left out.</summary>
    public IReadOnlyList<FirstSteps> FirstSteps { get; init; } = [];

    /// <summary>The backbone's weights that train, by their names, as they were after the first epoch of the first of those phases.</summary>
    internal IReadOnlyDictionary<string, float[]>? FirstEpochWeights { get; init; }

    /// <summary>Where the time went.</summary>
    public required TrialTiming Timing { get; init; }
}

/// <summary>Where the time of a trial went; all in seconds.</summary>
public sealed record TrialTiming
{
    /// <summary>Forward passes of training steps.</summary>
    public double Forward { get; init; }

    /// <summary>Backward passes and weight updates.</summary>
    public double Backward { get; init; }

    /// <summary>Computing features of frozen layers, once.</summary>
    public double Caching { get; init; }

    /// <summary>All of training, with input and validation.</summary>
    public double Total { get; init; }

    /// <summary>The most bytes that weights, gradients and buffers took at a time.</summary>
    public long PeakBytes { get; init; }
}
