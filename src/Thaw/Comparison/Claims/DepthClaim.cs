using System.Globalization;
using Thaw.Evaluation;
using Thaw.Training;

namespace Thaw.Comparison.Claims;

/// <summary>
/// The third claim: early layers are generic, late ones specific. Its advice is answered: tuning the last block alone costs no accuracy. How far
/// layers moved is told beside it and answers nothing, because weights and features disagree about it: under one learning rate early weights go
/// far for lack of numbers to share the gradient, and late features go far because changes below add up.
/// </summary>
internal static class DepthClaim
{
    /// <summary>Tuning the last block alone "costs nothing" where the interval excludes a loss of so much accuracy: one point.</summary>
    public const double Margin = 0.01;

    /// <summary>Answers by accuracy: from the sweep where there is one, else of last-block and full. Without either, layers that moved leave it
    /// open.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="test">The test pictures.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="resamples">Bootstrap resamples of the interval of the accuracy.</param>
    public static Claim Of(DataSummary data, TestSet test, IReadOnlyList<PlanResult> plans, int resamples)
    {
        var claim = new Claim
        {
            Number = 3,
            Name = "depth",
            Statement = "Early layers are generic, late ones specific: keep the first, tune the last.",
            Answer = ClaimAnswer.NotMeasured,
            Sentence = $"Not measured: it takes the plan \"{Judge.Full}\" or \"two-phase\"; --sweep unfreezes block by block.",
        };
        (PlanResult Plan, SeedEstimate Ratio)? moved = Moved(plans);
        (PlanResult Last, PlanResult All)? pair = Pair(plans);
        string? movement = moved is null ? null : MovedSentence(moved.Value.Plan, moved.Value.Ratio);
        if (pair is not null)
        {
            MetricEstimate cost = Difference(data, test, pair.Value.Last, pair.Value.All, resamples);
            return claim with
            {
                Answer = CostAnswer(cost.Interval),
                Value = cost.Value,
                Interval = cost.Interval,
                Measure = $"accuracy of {pair.Value.Last.Plan} minus that of {pair.Value.All.Plan}",
                Sentence = $"{CostSentence(pair.Value.Last.Plan, pair.Value.All.Plan, cost)}{(movement is null ? "" : "; " + movement)}.",
            };
        }
        return moved is null ? claim : claim with
        {
            Answer = ClaimAnswer.Open,
            Value = moved.Value.Ratio.Value,
            Interval = moved.Value.Ratio.Interval,
            Measure = $"relative change of block 5's weights over that of block 1's, in {moved.Value.Plan.Plan}",
            Sentence = $"{char.ToUpperInvariant(movement![0])}{movement[1..]}; what tuning the last block alone costs, --sweep measures.",
        };
    }

    /// <summary>The plans of the sweep that were trained, from the highest block down: where unfreezing starts (5 to 1), and the plan. All of
    /// two-phase is the sweep's end where that has none of its own. Empty without a sweep.</summary>
    public static IReadOnlyList<(int Block, PlanResult Plan)> Sweep(IReadOnlyList<PlanResult> plans)
    {
        var found = new List<(int, PlanResult)>();
        for (int i = 0; i < Plan.SweepNames.Count; i++)
        {
            if (Find(plans, Plan.SweepNames[i]) is { } plan)
                found.Add((Plan.SweepNames.Count - i, plan));
        }
        if (found.Count > 0 && found[^1].Item1 > 1 && Find(plans, "two-phase") is { } all)
            found.Add((1, all));
        return found.Count > 1 ? found : [];
    }

    private static PlanResult? Find(IReadOnlyList<PlanResult> plans, string name) => plans.FirstOrDefault(plan => plan.Plan == name);

    // The plan whose movement is told: the first that moved both blocks, with an interval if there is such a one
    private static (PlanResult Plan, SeedEstimate Ratio)? Moved(IReadOnlyList<PlanResult> plans)
    {
        (PlanResult Plan, SeedEstimate Ratio)[] measured =
        [
            .. new[] { Judge.Full, "two-phase", Plan.SweepNames[^1] }.Select(name => Find(plans, name)).OfType<PlanResult>()
                .Select(plan => (plan, SeedEstimate.OfRatio(plan.Trials.Select(LogRatio)))).Where(plan => plan.Item2.Seeds > 0),
        ];
        return measured.Length == 0 ? null : measured.OrderBy(plan => plan.Ratio.Seeds < 2).First();
    }

    private static double LogRatio(TrialResult trial) =>
        trial.Evidence?.Drift is { } drift && drift.Block("block1") is { Change: > 0 } first && drift.Block("block5") is { Change: > 0 } last
            ? Math.Log(last.Change / first.Change)
            : double.NaN;

    private static (PlanResult Last, PlanResult All)? Pair(IReadOnlyList<PlanResult> plans)
    {
        IReadOnlyList<(int Block, PlanResult Plan)> sweep = Sweep(plans);
        if (sweep.Count > 0 && sweep[0].Block == 5 && sweep[^1].Block == 1)
            return (sweep[0].Plan, sweep[^1].Plan);
        return Find(plans, "last-block") is { } last && Find(plans, Judge.Full) is { } full ? (last, full) : null;
    }

    private static MetricEstimate Difference(DataSummary data, TestSet test, PlanResult plan, PlanResult other, int resamples)
    {
        var evaluator = new Evaluator(test.Labels, data.Classes.Count, test.Groups, resamples);
        Scorecard Of(PlanResult result) => evaluator.Evaluate([.. result.Trials.Select(trial => trial.TestProbabilities)]);
        return Of(plan).Minus(Of(other)).Single(metric => metric.Metric == Metrics.AccuracyOf(data.Classes.Count));
    }

    /// <summary>The answer for the interval of an accuracy minus that of tuning everything.</summary>
    public static ClaimAnswer CostAnswer(Interval interval) => !interval.IsKnown ? ClaimAnswer.NotMeasured
        : interval.Low > -Margin ? ClaimAnswer.Confirmed : interval.High < 0 ? ClaimAnswer.Refuted : ClaimAnswer.Open;

    private static string MovedSentence(PlanResult plan, SeedEstimate ratio)
    {
        string moved = $"in {plan.Plan}, block 5's weights moved {SeedEstimate.Ratio(ratio.Value)} times as far as block 1's, each relative to its size "
            + $"({ratio.Range(SeedEstimate.Ratio)})";
        double last = Kept("block5"), first = Kept("block1");
        return !double.IsFinite(last + first) ? moved : moved + ", and block 5's features kept a CKA of "
            + string.Create(CultureInfo.InvariantCulture, $"{last:0.000} with the pretrained ones, block 1's of {first:0.000}");

        double Kept(string block) => plan.Trials.Select(trial => trial.Evidence?.Drift?.Block(block)?.Similarity).OfType<double>().DefaultIfEmpty(double.NaN).Average();
    }

    private static string CostSentence(string last, string all, MetricEstimate cost)
    {
        string reading = CostAnswer(cost.Interval) switch
        {
            ClaimAnswer.Confirmed => "tuning the last block alone costs less than a point",
            ClaimAnswer.Refuted => "tuning the last block alone costs accuracy",
            _ => "the test pictures cannot tell whether tuning the last block alone costs accuracy",
        };
        return $"{char.ToUpperInvariant(last[0])}{last[1..]} was {Math.Abs(100 * cost.Value).ToString("0.0", CultureInfo.InvariantCulture)} points of accuracy "
            + $"{(cost.Value < 0 ? "below" : "above")} {all} on the test pictures (95% interval {Signed(cost.Interval.Low)} to {Signed(cost.Interval.High)}): {reading}";
    }

    private static string Signed(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
