namespace Thaw.Training.Timing;

/// <summary>How long the parts of a phase take whose training begins at a boundary. Times are in seconds; making inputs from pictures is not included.</summary>
internal sealed record PhaseSpeed
{
    /// <summary>A training step of a whole batch: bringing the input, forward, loss, backward, update.</summary>
    public required double Step { get; init; }

    /// <summary>The last step of an epoch, where it has fewer pictures; 0 where all have the batch.</summary>
    public required double LastStep { get; init; }

    /// <summary>The forward pass from the boundary to the logits, a picture.</summary>
    public required double Forward { get; init; }

    /// <summary>The forward pass from the picture to the boundary, a picture; 0 at the first layer.</summary>
    public required double Features { get; init; }

    /// <summary>Finding the file of cached features, once for training and validation together; 0 at the first layer.</summary>
    public required double Lookup { get; init; }

    /// <summary>Bytes of a picture's features.</summary>
    public required long FeatureBytes { get; init; }

    /// <summary>The median of each time over several measurements of the same phase.</summary>
    /// <param name="rounds">At least one.</param>
    public static PhaseSpeed Median(IReadOnlyList<PhaseSpeed> rounds)
    {
        return rounds[0] with
        {
            Step = Of(round => round.Step),
            LastStep = Of(round => round.LastStep),
            Forward = Of(round => round.Forward),
            Features = Of(round => round.Features),
            Lookup = Of(round => round.Lookup),
        };

        double Of(Func<PhaseSpeed, double> time) => Repeats.Median([.. rounds.Select(time).Order()]);
    }
}
