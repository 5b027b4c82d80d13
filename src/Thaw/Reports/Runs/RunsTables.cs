using Thaw.Evaluation;

namespace Thaw.Reports.Runs;

/// <summary>The tables of a report of several runs.</summary>
public static class RunsTables
{
    /// <summary>What several runs say of each plan together: a row a plan.</summary>
    /// <param name="comparison">The runs.</param>
    /// <returns>Null where no two runs can be pooled.</returns>
    public static ReportTable? Pooled(RunsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        bool several = comparison.Pooled.GroupBy(plan => (plan.Plan, plan.Baseline)).Any(group => group.Count() > 1);
        return comparison.Pooled.Count == 0 ? null : new ReportTable(
            "Pooled over runs of the same pictures and settings, with 95% intervals",
            ["plan", "accuracy", "minus", "difference in points", "rests on"],
            [
                .. comparison.Pooled.Select(plan => (IReadOnlyList<ReportCell>)
                [
                    plan.Plan,
                    new(Figures.Percent(plan.Accuracy.Value), Figures.Range(Metric.Accuracy, plan.Accuracy.Interval)),
                    new(plan.Baseline, Figures.Percent(plan.BaselineAccuracy.Value)),
                    new(Figures.Difference(Metric.Accuracy, plan.Difference.Value), Figures.Range(Metric.Accuracy, plan.Difference.Interval)),
                    new(RunsTexts.BasisOf(plan.Difference), several ? string.Join(", ", plan.Runs) : null),
                ]),
            ]);
    }

    /// <summary>The runs: a row each, with what they were made from.</summary>
    /// <param name="comparison">The runs.</param>
    public static ReportTable Runs(RunsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return new ReportTable(
            "The runs",
            ["run", "pictures", "train / validation / test", "backbone", "size", "seeds", "split seed", "device", "time"],
            [
                .. comparison.Runs.Select(run => (IReadOnlyList<ReportCell>)
                [
                    run.Name,
                    run.Source,
                    string.Join(" / ", run.Counts.Select(part => Figures.Whole(part.Sum()))),
                    run.Backbone,
                    $"{Figures.Whole(run.ImageSize)} px",
                    string.Join(", ", run.Seeds.Take(8).Select(Figures.Whole)) + (run.Seeds.Count > 8 ? ", ..." : ""),
                    Figures.Whole(run.SplitSeed),
                    run.Device,
                    Figures.Seconds(run.Seconds),
                ]),
            ]);
    }

    /// <summary>Each plan's accuracy in each run, with its interval: a row a run.</summary>
    /// <param name="comparison">The runs.</param>
    public static ReportTable Accuracy(RunsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return PlanByRun(comparison, "Accuracy on the test pictures (95% interval)", PlansOf(comparison), (run, plan) =>
            run.Plans.FirstOrDefault(p => p.Name == plan) is { } found
                ? new ReportCell(Figures.Value(found.Accuracy.Metric, found.Accuracy.Value), Figures.Range(found.Accuracy.Metric, found.Accuracy.Interval)) : "-");
    }

    /// <summary>Each plan's difference from the baseline in each run, with its interval: a row a run.</summary>
    /// <param name="comparison">The runs.</param>
    public static ReportTable Differences(RunsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        string[] plans = [.. comparison.Runs.SelectMany(run => run.Differences).Select(difference => difference.Plan).Distinct()];
        string[] baselines = [.. comparison.Runs.SelectMany(run => run.Differences).Select(difference => difference.Baseline).Distinct()];
        string title = baselines.Length == 1 ? $"Difference from {baselines[0]} in points of accuracy (95% interval)" : "Difference from the run's baseline in points of accuracy (95% interval)";
        return PlanByRun(comparison, title, plans, (run, plan) => run.Differences.FirstOrDefault(d => d.Plan == plan) is { } found
            ? new ReportCell(Figures.Difference(found.Accuracy.Metric, found.Accuracy.Value) + (baselines.Length == 1 ? "" : $" from {found.Baseline}"),
                Figures.Range(found.Accuracy.Metric, found.Accuracy.Interval)) : "-");
    }

    /// <summary>How long each plan took in each run: a row a run.</summary>
    /// <param name="comparison">The runs.</param>
    public static ReportTable Times(RunsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return PlanByRun(comparison, "Time of all trials of a plan", PlansOf(comparison), (run, plan) =>
            run.Plans.FirstOrDefault(p => p.Name == plan) is { } found ? Figures.Seconds(found.Seconds) : "-");
    }

    /// <summary>The settings that differ: a row a setting.</summary>
    /// <param name="comparison">The runs.</param>
    /// <returns>Null where no setting differs.</returns>
    public static ReportTable? Settings(RunsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return comparison.Settings.Count == 0 ? null : new ReportTable(
            "Settings that are not the same in all runs",
            ["setting", .. comparison.Runs.Select(run => run.Name)],
            [.. comparison.Settings.Select(setting => (IReadOnlyList<ReportCell>)[setting.Key, .. setting.Value.Select(value => (ReportCell)Short(value))])]);
    }

    /// <summary>What each run says of the claims: a row a claim.</summary>
    /// <param name="comparison">The runs.</param>
    /// <returns>Null where no run says anything.</returns>
    public static ReportTable? Claims(RunsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        (int Number, string Name)[] claims = [.. comparison.Runs.SelectMany(run => run.Claims).Select(claim => (claim.Number, claim.Name)).Distinct().OrderBy(claim => claim.Number)];
        return claims.Length == 0 ? null : new ReportTable(
            "What each run says of the claims (the number that the answer rests on, and its 95% interval)",
            ["claim", .. comparison.Runs.Select(run => run.Name)],
            [
                .. claims.Select(claim => (IReadOnlyList<ReportCell>)
                [
                    $"{Figures.Whole(claim.Number)}. {claim.Name}",
                    .. comparison.Runs.Select(run => run.Claims.FirstOrDefault(c => (c.Number, c.Name) == claim) is { } found
                        ? new ReportCell(found.Answer == "notMeasured" ? "not measured" : Short(found.Answer),
                            double.IsFinite(found.Value) ? $"{Figures.Fixed(found.Value, 3)}, {Figures.Range(Metric.LogLoss, found.Interval) ?? "not known"}" : null)
                        : "-"),
                ]),
            ]);
    }

    /// <summary>The plans of all runs, in the order in which they come.</summary>
    internal static IReadOnlyList<string> PlansOf(RunsComparison comparison) => [.. comparison.Runs.SelectMany(run => run.Plans).Select(plan => plan.Name).Distinct()];

    private static ReportTable PlanByRun(RunsComparison comparison, string title, IReadOnlyList<string> plans, Func<RunSummary, string, ReportCell> cell) => new(
        title, ["run", .. plans], [.. comparison.Runs.Select(run => (IReadOnlyList<ReportCell>)[run.Name, .. plans.Select(plan => cell(run, plan))])]);

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
