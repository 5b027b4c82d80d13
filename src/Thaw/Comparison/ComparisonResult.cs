using Thaw.Comparison.Advice;
using Thaw.Comparison.Claims;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Training;

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

    /// <summary>How many bootstrap resamples the intervals come from.</summary>
    public required int Resamples { get; init; }

    /// <summary>The five claims about not freezing and what the run says of each, in their order, that about time among them; empty where none was asked.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>How the plans do on corrupted test pictures; null where that was not measured.</summary>
    public ShiftResult? Shift { get; init; }

    /// <summary>What was advised before training; null where nothing was. <see cref="AdviceOutcome"/> sets it beside what came.</summary>
    public PlanAdvice? Advice { get; init; }

    /// <summary>The answer in a sentence.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// Judges trained plans: measures each on the test pictures with 95% intervals, compares each with the baseline (the plan
    /// <c>frozen</c>, or else <c>full</c>, or else the first) on the same resampled pictures and seeds, and says what came out.
    /// </summary>
    /// <param name="data">The pictures and how they were split.</param>
    /// <param name="setup">What was asked for.</param>
    /// <param name="environment">Where and when it ran.</param>
    /// <param name="test">The test pictures.</param>
    /// <param name="runs">What was trained; at least one plan, no two of one name, each with at least one trial.</param>
    /// <param name="resamples">Bootstrap resamples, at least 1; 2,000 by default.</param>
    /// <exception cref="ArgumentException">
    /// There is no plan or no test picture, names come twice, or a trial's probabilities do not fit.
    /// </exception>
    public static ComparisonResult Of(
        DataSummary data,
        RunSetup setup,
        RunEnvironment environment,
        TestSet test,
        IReadOnlyList<PlanRun> runs,
        int resamples = Evaluator.DefaultResamples)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            throw new ArgumentException("Expected at least one plan to judge, got none.", nameof(runs));
        if (runs.Select(run => run.Plan).Distinct().Count() != runs.Count)
            throw new ArgumentException($"Expected plans of different names, got "
                + $"{string.Join(", ", runs.Select(run => run.Plan))}.", nameof(runs));
        if (test.Names.Count != test.Labels.Count)
            throw new ArgumentException($"Expected as many test names as labels, got {test.Names.Count} and "
                + $"{test.Labels.Count}.", nameof(test));
        (IReadOnlyList<PlanResult> plans, IReadOnlyList<PlanDifference> differences) = Judge.Weigh(data, test, runs, resamples);
        return new ComparisonResult
        {
            Data = data,
            Setup = setup,
            Environment = environment,
            Test = test,
            Plans = plans,
            Differences = differences,
            Resamples = resamples,
            Claims = ClaimWriter.Write(data, test, plans, differences, resamples),
            Shift = ShiftJudge.Weigh(data, test, plans, differences.FirstOrDefault()?.Baseline, resamples),
            Verdict = VerdictWriter.Write(data, plans, differences),
        };
    }
}
