using System.Globalization;

namespace Thaw.Comparison.Advice;

/// <summary>Puts measurements and the choice into plain sentences.</summary>
internal static class AdviceReasons
{
    /// <summary>From this distance on pictures are called far from the source.</summary>
    private const double Far = 1.2;

    /// <summary>Up to this distance pictures are called like the source.</summary>
    private const double Near = 0.7;

    /// <summary>The sentences.</summary>
    public static IReadOnlyList<string> Of(SetMeasurements set, IReadOnlyList<ExpectedGain> gains, string? plan)
    {
        var reasons = new List<string>
        {
            $"There are {Text(set.TrainPictures)} pictures to train on, {Text(Math.Round(set.TrainPerClass))} a class"
                + (set.SmallestClass < 0.8 * set.TrainPerClass ? $"; the smallest class has {Text(set.SmallestClass)}." : "."),
            double.IsNaN(set.Distance) ? $"How far they are from the backbone's source is not known ({set.DistanceMissing}), so the advice rests on the rest."
                : $"Their features are {Distance(set.Distance)} those of the backbone's source: distance {Number(set.Distance)}, where 0 is like the source and 1 as far as "
                    + "its own pictures are from their mean.",
            $"Frozen features tell {Percent(set.HeadProbe.Accuracy)} of the pictures right (± {Percent(set.HeadProbe.StandardError)}, linear probe, {(set.Groups > 0 ? $"{Text(set.Groups)} groups, those" : "pictures")} that it was not fitted on); "
                + $"always saying the largest class would be right for {Percent(set.Majority)}.",
            set.LowerAdvantage > 2 * set.Blocks[^1].Probe.StandardError
                ? $"A lower block tells the classes better than block 5, by {Points(set.LowerAdvantage)} points: what the top has learned does not fit these pictures."
                : $"No lower block tells the classes better than block 5 beyond chance ({Points(set.LowerAdvantage)} points).",
        };
        if (gains.FirstOrDefault(gain => gain.Plan == plan) is not { } chosen)
        {
            reasons.Add("The rule knows none of these plans, so none is advised.");
            return reasons;
        }
        ExpectedGain best = gains.Where(gain => !double.IsNaN(gain.Value)).MaxBy(gain => gain.Value)!;
        if (best.Plan != chosen.Plan)
        {
            reasons.Add($"{best.Plan} is expected to gain {Points(best.Value - chosen.Value)} points more, but not more than "
                + (chosen.Plan == PlanRule.Usual ? $"{Points(PlanRule.Lead)}: {chosen.Plan}, which most often ends near the best, is advised." : $"{Points(PlanRule.Tie)}: the cheaper plan is advised."));
        }
        else if (chosen.Plan == Judge.Frozen)
            reasons.Add("No plan that unfreezes is expected to gain anything on such pictures.");
        else
            reasons.Add($"{chosen.Plan} is expected to gain most: {Points(chosen.Value)} points over {Judge.Frozen}.");
        return reasons;
    }

    private static string Distance(double distance) => distance < Near ? "like" : distance < Far ? "somewhat unlike" : "far from";

    private static string Percent(double share) => Text(100 * share, "0.0") + "%";

    private static string Points(double share) => Text(100 * share, "0.0;-0.0;0.0");

    private static string Number(double value) => Text(value, "0.00");

    private static string Text(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);
}
