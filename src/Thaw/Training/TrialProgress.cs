namespace Thaw.Training;

/// <summary>What a trial has come to so far.</summary>
/// <param name="best">The best weights.</param>
internal sealed class TrialProgress(BestWeights best)
{
    public List<EpochRow> History { get; } = [];

    public BestWeights Best { get; } = best;

    public double Forward { get; set; }

    public double Backward { get; set; }

    public double Caching { get; set; }

    /// <summary>What was read of the first steps of phases, with the phases' numbers.</summary>
    public List<(int Index, FirstSteps Steps)> FirstSteps { get; } = [];

    /// <summary>The backbone's weights that train, by their names, after the first epoch in which any did; null before.</summary>
    public Dictionary<string, float[]>? FirstEpoch { get; set; }

    /// <summary>Seconds spent before the trial was resumed.</summary>
    public double Earlier { get; set; }

    public TrialOutcome Outcome(double seconds, long peakBytes) => new()
    {
        History = History,
        BestEpoch = Best.Epoch == 0 ? History.Count : Best.Epoch,
        BestLoss = Best.Epoch == 0 ? double.NaN : Best.Loss,
        FirstSteps = [.. FirstSteps.Select(phase => phase.Steps)],
        FirstEpochWeights = FirstEpoch,
        Timing = new TrialTiming { Forward = Forward, Backward = Backward, Caching = Caching, Total = Earlier + seconds, PeakBytes = peakBytes },
    };
}
