using Thaw.Evaluation;
using Thaw.Training;

namespace Thaw.Comparison;

/// <summary>Turns what was trained into what it says: test metrics, differences from the baseline, and the verdict.</summary>
internal static class Judge
{
    /// <summary>The plan that keeps the backbone frozen.</summary>
    public const string Frozen = Plan.Frozen;

    /// <summary>The plan that trains everything from the first step.</summary>
    public const string Full = Plan.Full;

    private static readonly Metric[] Compared =
        [Metric.Accuracy, Metric.AreaUnderRocCurve, Metric.MicroAccuracy, Metric.MacroAccuracy, Metric.LogLoss];

    public static (IReadOnlyList<PlanResult> Plans, IReadOnlyList<PlanDifference> Differences) Weigh(
        DataSummary data, TestSet test, IReadOnlyList<PlanRun> runs, int resamples)
    {
        var evaluator = new Evaluator(test.Labels, data.Classes.Count, test.Groups, resamples);
        var plans = new List<PlanResult>();
        var scorecards = new List<Scorecard>();
        foreach (PlanRun run in runs)
        {
            Scorecard scorecard = evaluator.Evaluate([.. run.Trials.Select(trial => trial.TestProbabilities)], [.. run.Trials.Select(trial => trial.Threshold)]);
            scorecards.Add(scorecard);
            plans.Add(new PlanResult(run, scorecard.Estimates) { Calibration = PlanCalibration.Of(run.ChosenTrial, test, data.Classes.Count, resamples) });
        }
        int baseline = BaselineOf(plans);
        var differences = new List<PlanDifference>();
        for (int p = 0; p < plans.Count; p++)
        {
            if (p == baseline)
                continue;
            differences.Add(new PlanDifference
            {
                Plan = plans[p].Plan,
                Baseline = plans[baseline].Plan,
                Metrics = [.. scorecards[p].Minus(scorecards[baseline]).Where(d => Compared.Contains(d.Metric))],
                McNemar = evaluator.Compare(plans[p].ChosenTrial.TestProbabilities, plans[baseline].ChosenTrial.TestProbabilities,
                    plans[p].ChosenTrial.Threshold, plans[baseline].ChosenTrial.Threshold),
            });
        }
        Metric accuracy = Metrics.AccuracyOf(data.Classes.Count);
        double[] adjusted = Holm.Adjust([.. differences.Select(d => d.Metrics.Single(metric => metric.Metric == accuracy).PValue)]);
        return (plans, [.. differences.Zip(adjusted, (difference, p) => difference with { AdjustedPValue = p })]);
    }

    /// <summary>The plan that the others are compared with: frozen, or else full, or else the first.</summary>
    private static int BaselineOf(List<PlanResult> plans)
    {
        int frozen = plans.FindIndex(p => p.Plan == Frozen);
        return frozen >= 0 ? frozen : Math.Max(0, plans.FindIndex(p => p.Plan == Full));
    }
}
