using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Reports;

/// <summary>The tables of a comparison: what reports and the terminal show.</summary>
public static class ReportTables
{
    /// <summary>A row a plan: the metrics that matter most with their 95% intervals, and what the plan costs.</summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable Plans(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Metric[] metrics = result.Data.Classes.Count == 2
            ? [Metric.Accuracy, Metric.AreaUnderRocCurve, Metric.F1Score, Metric.LogLoss]
            : [Metric.MicroAccuracy, Metric.MacroAccuracy, Metric.LogLoss];
        string[] header = ["plan", .. metrics.Select(ShortTitle), "trained parameters", "time per epoch"];
        return new ReportTable(
            $"Plans on {Figures.Whole(result.Test.Labels.Count)} test pictures: mean over seeds (95% interval)",
            header,
            [.. result.Plans.Select(plan => (IReadOnlyList<ReportCell>)
            [
                plan.Plan,
                .. metrics.Select(metric => Cell(plan[metric])),
                Figures.Large(plan.Cost.TrainableParameters),
                Figures.Seconds(plan.Timing.SecondsPerEpoch),
            ])]);
    }

    /// <summary>A row a metric and a column a plan: every metric with its 95% interval.</summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable AllMetrics(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ReportTable(
            "Mean over seeds (95% interval)",
            ["metric", .. result.Plans.Select(plan => plan.Plan)],
            [.. Metrics.Of(result.Data.Classes.Count).Select(metric => (IReadOnlyList<ReportCell>)
            [
                Metrics.NameOf(metric),
                .. result.Plans.Select(plan => Cell(plan[metric])),
            ])]);
    }

    /// <summary>A row a plan: its differences from the baseline with their 95% intervals, and McNemar's test.</summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable Differences(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string baseline = result.Differences.Count == 0 ? "the baseline" : result.Differences[0].Baseline;
        Metric[] metrics = result.Differences.Count == 0 ? [] : [.. result.Differences[0].Metrics.Select(d => d.Metric)];
        return new ReportTable(
            $"Each plan minus {baseline}, on the same pictures and seeds (95% interval)",
            [
                "plan",
                .. metrics.Select(m => Metrics.IsShare(m) ? ShortTitle(m) + ", points" : ShortTitle(m)),
                "adjusted p",
                "right alone : wrong alone",
                "McNemar's p",
            ],
            [.. result.Differences.Select(difference => (IReadOnlyList<ReportCell>)
            [
                difference.Plan,
                .. difference.Metrics.Select(d => new ReportCell(Figures.Difference(d.Metric, d.Value), Figures.Range(d.Metric, d.Interval))),
                Figures.Probability(difference.AdjustedPValue),
                $"{Figures.Whole(difference.McNemar.OnlyFirstRight)} : {Figures.Whole(difference.McNemar.OnlySecondRight)}",
                Figures.Probability(difference.McNemar.PValue),
            ])]);
    }

    /// <summary>A row a plan: time, memory and arithmetic.</summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable Costs(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ReportTable(
            "What each plan cost",
            [
                "plan", "time per epoch", "forward", "backward", "all trials", "peak memory",
                "FLOP forward", "FLOP backward", "trained", "of parameters",
            ],
            [.. result.Plans.Select(plan => (IReadOnlyList<ReportCell>)
            [
                plan.Plan,
                Figures.Seconds(plan.Timing.SecondsPerEpoch),
                Figures.Seconds(plan.Timing.SecondsForward),
                Figures.Seconds(plan.Timing.SecondsBackward),
                Figures.Seconds(plan.Timing.SecondsTotal),
                Figures.Bytes(plan.Timing.PeakBytes),
                Figures.Large(plan.Cost.ForwardFlopsPerPicture),
                Figures.Large(plan.Cost.BackwardFlopsPerPicture),
                Figures.Large(plan.Cost.TrainableParameters),
                Figures.Large(plan.Cost.TotalParameters),
            ])]);
    }

    /// <summary>
    /// A row a plan: what it was estimated to take before the run, what it took, and the ratio; null where nothing was estimated. Last comes a row
    /// of all plans, where there are several.
    /// </summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable? Estimates(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        PlanTiming[] timings = [.. result.Plans.Select(plan => plan.Timing)];
        if (!timings.Any(timing => double.IsFinite(timing.EstimatedSeconds)))
            return null;
        var rows = result.Plans.Select(plan => Row(plan.Plan, plan.Timing.EstimatedSeconds, plan.Timing.MeasuredSeconds)).ToList();
        if (rows.Count > 1)
            rows.Add(Row("all plans", timings.Sum(timing => timing.EstimatedSeconds), timings.Sum(timing => timing.MeasuredSeconds)));
        return new ReportTable("What was estimated before the run, and what came", ["plan", "estimated", "measured", "measured / estimated"], rows);

        static IReadOnlyList<ReportCell> Row(string name, double estimated, double measured) =>
        [
            name, Figures.Seconds(estimated), Figures.Seconds(measured),
            estimated > 0 && double.IsFinite(measured) ? Figures.Fixed(measured / estimated, 2) : "-",
        ];
    }

    /// <summary>A row a plan and seed: where training stopped and how it did.</summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable Trials(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        int[] labels = [.. result.Test.Labels];
        return new ReportTable(
            "Every trial; loss and accuracies are those of the best epoch's weights",
            ["plan", "seed", "best epoch", "of epochs", "validation loss", "validation accuracy", "test accuracy", "time", "model"],
            [.. result.Plans.SelectMany(plan => plan.Trials.Select(trial => (IReadOnlyList<ReportCell>)
            [
                plan.Plan,
                Figures.Whole(trial.Seed),
                Figures.Whole(trial.BestEpoch),
                Figures.Whole(trial.History.Count),
                double.IsFinite(trial.ValidationLoss) ? Figures.Fixed(trial.ValidationLoss, 3) : "-",
                Figures.Percent(trial.ValidationAccuracy),
                Figures.Percent(TrialMetrics.AccuracyOf(labels, trial, result.Data.Classes.Count)),
                Figures.Seconds(trial.Seconds),
                trial == plan.ChosenTrial ? "kept" : "",
            ]))]);
    }

    /// <summary>A row a class: how many pictures each part of the split has.</summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable Data(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        DataSummary data = result.Data;
        IReadOnlyList<ReportCell> Row(string name, Func<DataPart, int> count) =>
            [name, .. data.Parts.Select(part => (ReportCell)Figures.Whole(count(part))), Figures.Whole(data.Parts.Sum(count))];
        return new ReportTable(
            "Pictures of each class",
            ["class", .. data.Parts.Select(part => part.Name), "all"],
            [.. data.Classes.Select((name, c) => Row(name, part => part.Counts[c])), Row("all", part => part.Counts.Sum())]);
    }

    private static ReportCell Cell(MetricEstimate estimate) =>
        new(Figures.Value(estimate.Metric, estimate.Value), Figures.Range(estimate.Metric, estimate.Interval));

    private static string ShortTitle(Metric metric) => metric switch
    {
        Metric.AreaUnderRocCurve => "area under ROC",
        Metric.MacroAccuracy => "mean class accuracy",
        _ => Metrics.TitleOf(metric),
    };
}
