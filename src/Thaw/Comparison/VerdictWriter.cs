using System.Globalization;
using Thaw.Evaluation;

namespace Thaw.Comparison;

/// <summary>Puts a comparison into words: what freezing did to the accuracy and to the time, and which plan to keep.</summary>
internal static class VerdictWriter
{
    public static Verdict Write(DataSummary data, IReadOnlyList<PlanResult> plans, IReadOnlyList<PlanDifference> differences)
    {
        Metric accuracy = Metrics.AccuracyOf(data.Classes.Count);
        PlanResult? frozen = plans.FirstOrDefault(p => p.Plan == Judge.Frozen);
        PlanResult? other = frozen is null ? null : plans.FirstOrDefault(p => p.Plan == Judge.Full) ?? plans.LastOrDefault(p => p != frozen);
        string selection = Selection(plans, accuracy);
        if (frozen is null)
        {
            string reached = string.Join(", ", plans.Select(p => $"{p.Plan} {Share(p[accuracy])}"));
            return new Verdict($"What freezing costs is not known, since no plan \"{Judge.Frozen}\" was trained; "
                + $"accuracy: {reached}", null, selection);
        }
        if (other is null)
        {
            string alone = $"Frozen layers gave {Share(frozen[accuracy])} of accuracy; what freezing costs is not known, "
                + "since no other plan was trained";
            return new Verdict(alone, null, selection);
        }
        PlanDifference difference = differences.Single(d => d.Plan == other.Plan);
        return new Verdict(Quality(difference, accuracy, differences.Count), Cost(frozen.Timing.SecondsPerEpoch, other.Timing.SecondsPerEpoch), selection);
    }

    /// <summary>What freezing did to the accuracy: a difference is called only where it is shown.</summary>
    private static string Quality(PlanDifference difference, Metric accuracy, int plans)
    {
        MetricEstimate gain = difference.Metrics.Single(d => d.Metric == accuracy);
        string against = difference.Plan == Judge.Full ? "training everything" : $"the plan \"{difference.Plan}\"";
        if (!difference.IsShown)
        {
            string many = gain.Interval.IsKnown && !gain.Interval.Contains(0)
                ? $"; p {Probability(difference.AdjustedPValue)} once adjusted for the {plans} plans compared"
                : "";
            return $"Freezing showed no difference in accuracy from {against} ({Signed(-gain.Value)} points; 95% interval "
                + $"{Signed(-gain.Interval.High)} to {Signed(-gain.Interval.Low)}{many})";
        }
        bool gained = gain.Value < 0;
        (double value, double low, double high) = gained
            ? (-gain.Value, -gain.Interval.High, -gain.Interval.Low)
            : (gain.Value, gain.Interval.Low, gain.Interval.High);
        string unit = Points(value) == "1.0" ? "point" : "points";
        return $"Freezing {(gained ? "gained" : "cost")} {Points(value)} {unit} of accuracy against {against} (95% interval {Points(low)} to {Points(high)})";
    }

    private static string? Cost(double frozen, double other)
    {
        if (!(frozen > 0) || !(other > 0))
            return null;
        double faster = other / frozen;
        if (faster is > 0.95 and < 1.05)
            return "and took as long per epoch";
        return faster > 1 ? $"and was {Times(faster)} times faster per epoch" : $"and was {Times(1 / faster)} times slower per epoch";
    }

    private static string Selection(IReadOnlyList<PlanResult> plans, Metric accuracy)
    {
        PlanResult kept = plans.MinBy(p => p.Trials.Average(t => t.ComparableLoss))!;
        string seed = kept.ChosenTrial.Seed.ToString(CultureInfo.InvariantCulture);
        string mean = kept.Trials.Count == 1 ? "" : ", the mean of its seeds,";
        return $"By validation loss alone the plan to keep is \"{kept.Plan}\", and of it the model of seed {seed}; "
            + $"the plan's accuracy on the test pictures{mean} is {Share(kept[accuracy])}.";
    }

    private static string Share(MetricEstimate estimate) =>
        $"{Points(estimate.Value)}% (95% interval {Points(estimate.Interval.Low)}% to {Points(estimate.Interval.High)}%)";

    private static string Points(double share)
    {
        string text = (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
        return text == "-0.0" ? "0.0" : text;
    }

    private static string Signed(double share)
    {
        string text = Points(share);
        return text[0] is '-' or 'N' || text == "0.0" ? text : "+" + text;
    }

    private static string Probability(double p) => p.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Times(double ratio) => ratio.ToString(ratio < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
