using Thaw.Training;

namespace Thaw.Comparison;

/// <summary>What is left to do of a trial.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Number">Which of the plan's trials, from 0.</param>
/// <param name="Epochs">Epochs of each phase that are left; null where the trial is finished.</param>
/// <param name="Begun">Whether an earlier run has begun it.</param>
internal sealed record TrialLeft(Plan Plan, int Number, IReadOnlyList<int>? Epochs, bool Begun)
{
    /// <summary>Finds out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="number">Which of its trials, from 0.</param>
    /// <param name="finished">Whether its result is there.</param>
    /// <param name="checkpoint">Its state; null where it has none.</param>
    public static TrialLeft Of(Plan plan, int number, bool finished, Checkpoint? checkpoint)
    {
        if (finished)
            return new TrialLeft(plan, number, null, true);
        int[] epochs = [.. plan.Phases.Select((phase, i) => checkpoint is null || i > checkpoint.Phase ? phase.Epochs
            : i < checkpoint.Phase ? 0 : Math.Max(0, phase.Epochs - checkpoint.EpochsDone))];
        return new TrialLeft(plan, number, epochs, checkpoint is not null);
    }

    /// <summary>Whether a phase is still to be run.</summary>
    public bool Runs(int phase) => Epochs is not null && Epochs[phase] > 0;
}
