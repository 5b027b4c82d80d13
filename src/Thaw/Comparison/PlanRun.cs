namespace Thaw.Comparison;

/// <summary>A plan that was trained with every seed, before it is judged.</summary>
public record PlanRun
{
    /// <summary>The plan's name, such as <c>frozen</c>.</summary>
    public required string Plan { get; init; }

    /// <summary>What the plan does, in a line.</summary>
    public required string Description { get; init; }

    /// <summary>The trials in the order of the seeds; at least one.</summary>
    public required IReadOnlyList<TrialResult> Trials { get; init; }

    /// <summary>What a training step costs in arithmetic.</summary>
    public required PlanCost Cost { get; init; }

    /// <summary>What it took here in time and memory.</summary>
    public required PlanTiming Timing { get; init; }

    /// <summary>
    /// The saved model of the chosen seed, relative to the run folder with <c>/</c>, or null where none was saved.
    /// </summary>
    public string? ModelFile { get; init; }

    /// <summary>
    /// The trial whose model is kept: the one with the lowest validation loss, the earlier of two equal ones. The test pictures
    /// have no part in the choice. A loss that is not a number loses against any that is.
    /// </summary>
    public TrialResult ChosenTrial => Trials.MinBy(trial => trial.ComparableLoss)!;
}
