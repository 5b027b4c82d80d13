namespace Thaw.Training;

/// <summary>One epoch of one trial. Losses are mean cross-entropy in nats (natural logarithm) a picture.</summary>
public sealed record EpochRow
{
    /// <summary>The phase's name.</summary>
    public required string Phase { get; init; }

    /// <summary>The epoch, counted from 1 over all phases of the trial.</summary>
    public required int Epoch { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Mean loss over the epoch's training steps, dropout and augmentation included.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Share of training pictures told right over the epoch's steps, 0 to 1.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Mean loss on the validation pictures after the epoch.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>Share of validation pictures told right after the epoch, 0 to 1.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>Seconds that the epoch took, validation included.</summary>
    public required double Seconds { get; init; }
}
