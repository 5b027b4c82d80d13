using System.Globalization;
using Thaw.Evaluation;

namespace Thaw.Comparison.Claims;

/// <summary>The second claim: freezing costs accuracy where pictures differ from the source.</summary>
internal static class AccuracyClaim
{
    /// <summary>
    /// Answers by the best of the other plans' difference from frozen: that of the plan with the lowest validation loss. Test pictures have no part
    /// in that choice, but the luck of seeds has, so the p-value is adjusted as if every plan had been tested.
    /// </summary>
    public static Claim Of(DataSummary data, IReadOnlyList<PlanResult> plans, IReadOnlyList<PlanDifference> differences)
    {
        var claim = new Claim
        {
            Number = 2,
            Name = "accuracy",
            Statement = "Freezing searches only part of the space: it costs accuracy where the pictures are unlike those that the backbone was trained on.",
            Answer = ClaimAnswer.NotMeasured,
            Sentence = $"Not measured: it takes the plan \"{Judge.Frozen}\" and another one.",
        };
        PlanResult? other = plans.Where(plan => plan.Plan != Judge.Frozen).MinBy(plan => plan.Trials.Average(trial => trial.ComparableLoss));
        if (other is null || differences.FirstOrDefault(d => d.Plan == other.Plan && d.Baseline == Judge.Frozen) is not { } difference)
            return claim;
        MetricEstimate gain = difference.Metrics.Single(metric => metric.Metric == Metrics.AccuracyOf(data.Classes.Count));
        return claim with
        {
            Answer = difference.IsShown ? Claim.AnswerOf(gain.Interval, 0) : gain.Interval.IsKnown ? ClaimAnswer.Open : ClaimAnswer.NotMeasured,
            Value = gain.Value,
            Interval = gain.Interval,
            Measure = $"accuracy of {other.Plan} minus that of {Judge.Frozen}",
            Sentence = Sentence(difference, gain, differences.Count),
        };
    }

    private static string Sentence(PlanDifference difference, MetricEstimate gain, int plans)
    {
        string interval = $"95% interval {Signed(gain.Interval.Low)} to {Signed(gain.Interval.High)}";
        if (difference.IsShown)
        {
            return $"{Capital(difference.Plan)}, of the plans that unfreeze the one with the lowest validation loss, was {Points(gain.Value)} points of accuracy "
                + $"{(gain.Value < 0 ? "below" : "above")} {Judge.Frozen} on the test pictures ({interval}).";
        }
        string many = gain.Interval.IsKnown && !gain.Interval.Contains(0)
            ? $", p {difference.AdjustedPValue.ToString("0.00", CultureInfo.InvariantCulture)} once adjusted for {plans} plans"
            : "";
        return $"No difference was shown between {Judge.Frozen} and {difference.Plan}, of the plans that unfreeze the one with the lowest validation loss: "
            + $"{Signed(gain.Value)} points of accuracy on the test pictures ({interval}{many}).";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Points(double share) => Math.Abs(100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Signed(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
