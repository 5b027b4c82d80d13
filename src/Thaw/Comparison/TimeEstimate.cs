namespace Thaw.Comparison;

/// <summary>How long a comparison is expected to take on this machine, plan by plan, from times that were measured before it began.</summary>
/// <param name="Plans">The plans, in the order of the options.</param>
public sealed record TimeEstimate(IReadOnlyList<PlanTimeEstimate> Plans)
{
    /// <summary>Seconds of all plans together.</summary>
    public double Seconds => Plans.Sum(plan => plan.Seconds);

    /// <summary>Whether a plan may end early, so that the seconds are the most that is expected.</summary>
    public bool AtMost => Plans.Any(plan => plan.AtMost);
}

/// <summary>How long a plan is expected to take.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Seconds">Seconds of all trials that are left, cached features, tests and files included; at least 0.</param>
/// <param name="Trials">How many trials the plan has.</param>
/// <param name="TrialsLeft">How many of them are not finished; one that was begun counts, its seconds are those that are left.</param>
/// <param name="Resumed">Whether an earlier run has done a part of the plan.</param>
/// <param name="AtMost">Whether a phase has a patience and may end early.</param>
public sealed record PlanTimeEstimate(string Plan, double Seconds, int Trials, int TrialsLeft, bool Resumed, bool AtMost);
