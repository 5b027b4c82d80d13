using Thaw.Comparison;
using Thaw.Comparison.Claims;
using Thaw.Evaluation;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>The picture that belongs to each claim.</summary>
internal static class ClaimPictures
{
    /// <summary>Draws the claim's picture, if there is something to draw.</summary>
    public static void Write(HtmlWriter page, ComparisonResult result, Claim claim)
    {
        switch (claim.Number)
        {
            case 5:
                ForgettingPicture.Write(page, result);
                break;
            case 3:
                DepthPicture.Write(page, result);
                break;
            case 4:
                HeadPicture.Write(page, result);
                break;
            case 1:
                Time(page, result);
                break;
            case 2 when result.Differences.Count > 0:
                Metric accuracy = Metrics.AccuracyOf(result.Data.Classes.Count);
                page.Figure(
                    $"Difference from {result.Differences[0].Baseline}: accuracy",
                    PlansSection.Difference(result, accuracy),
                    "Right of the line the plan did better. An interval across the line: no difference was shown.");
                break;
            default:
                break;
        }
    }

    private static void Time(HtmlWriter page, ComparisonResult result)
    {
        (string Name, int Series, (double First, double Second, string Text)[] Bars)[] rows =
        [
            .. result.Plans.Select((plan, i) =>
            {
                (double forward, double backward) = TimeClaim.StepSecondsOf(plan);
                (double, double, string)[] bars =
                [
                    (forward, backward, Figures.Seconds(forward + backward)),
                    (plan.Cost.ForwardFlopsPerPicture, plan.Cost.BackwardFlopsPerPicture,
                        Figures.Large(plan.Cost.ForwardFlopsPerPicture + plan.Cost.BackwardFlopsPerPicture) + " FLOP"),
                ];
                return (plan.Plan, i, bars);
            }).Where(row => row.bars.All(bar => bar.Item1 >= 0 && bar.Item2 >= 0 && double.IsFinite(bar.Item1 + bar.Item2))),
        ];
        if (rows.Length == 0)
            return;
        page.Figure(
            "Measured beside counted",
            PairChart.Draw(rows, ("forward", "backward"), "share of the longest", "Forward and backward passes, measured seconds of an epoch and counted operations "
                + "for a picture: " + string.Join("; ", rows.Select(row => $"{row.Name} {row.Bars[0].Text}, {row.Bars[1].Text}"))),
            "Each plan's upper bar: measured seconds of forward (pale) and backward passes in an epoch. Lower bar: operations counted for a picture "
                + "in a training step. Each as a share of the longest of its kind.");
    }
}
