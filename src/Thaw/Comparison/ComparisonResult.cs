namespace Thaw.Comparison;

/// <summary>
/// Everything that a comparison of plans found: what was trained on what, how each plan did on the same test pictures, how
/// the plans differ, and one sentence that says so. It is the evidence that reports are written from. For one recipe, one
/// set of seeds and one kind of device everything is the same again, except <see cref="Environment"/> and the timing
/// members (<see cref="PlanRun.Timing"/>, <see cref="EpochRow.Seconds"/>, <see cref="TrialResult.Seconds"/>,
/// <see cref="Thaw.Comparison.Verdict.Cost"/>).
/// </summary>
public sealed record ComparisonResult
{
    /// <summary>The version of this record's shape and of <c>report.json</c>: 1.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema version; see <c>docs/report-schema.md</c>.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The pictures and how they were split.</summary>
    public required DataSummary Data { get; init; }

    /// <summary>What was asked for: everything that decides the result.</summary>
    public required RunSetup Setup { get; init; }

    /// <summary>Where and when it ran: nothing here should change the result.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>The test pictures, in the order of every trial's probabilities.</summary>
    public required TestSet Test { get; init; }

    /// <summary>The plans in the order in which they were asked for; at least one.</summary>
    public required IReadOnlyList<PlanResult> Plans { get; init; }

    /// <summary>Every other plan against the baseline; empty where there is only one plan.</summary>
    public required IReadOnlyList<PlanDifference> Differences { get; init; }

    /// <summary>The answer in a sentence.</summary>
    public required Verdict Verdict { get; init; }
}
