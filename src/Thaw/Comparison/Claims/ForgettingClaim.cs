using System.Globalization;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;

namespace Thaw.Comparison.Claims;

/// <summary>The fifth claim: not freezing destroys what the pretrained layers held.</summary>
internal static class ForgettingClaim
{
    private const string Gentle = "two-phase";

    /// <summary>Answers by what the plan <c>full</c> lost of the source task, and sets two-phase beside it.</summary>
    public static Claim Of(IReadOnlyList<PlanResult> plans)
    {
        var claim = new Claim
        {
            Number = 5,
            Name = "forgetting",
            Statement = "Not freezing destroys, in later training, the information that the pretrained layers held.",
            Answer = ClaimAnswer.NotMeasured,
            Sentence = $"Not measured: it takes the plan \"{Judge.Full}\", and a trial of it that did not diverge.",
        };
        PlanResult? full = plans.FirstOrDefault(plan => plan.Plan == Judge.Full);
        if (full is null || RetentionLoss.Of(full) is not { } loss || !double.IsFinite(loss.Value))
            return claim;
        PlanResult? gentle = plans.FirstOrDefault(plan => plan.Plan == Gentle);
        return claim with
        {
            // A similarity can only fall, and says nothing of what can still be told
            Answer = loss.IsProbed ? Claim.AnswerOf(loss.Interval, 0) : ClaimAnswer.Open,
            Value = loss.Value,
            Interval = loss.Interval,
            Measure = loss.IsProbed
                ? $"accuracy of a linear probe for the source's classes on block5_pool, before minus after {Judge.Full}"
                : $"1 - CKA of block5_pool before and after {Judge.Full}, on drawn pictures",
            Sentence = (loss.IsProbed ? Probed(loss) : Moved(loss)) + Beside(full, loss, gentle)
                + (loss.IsProbed ? "" : " This says how far the features moved, not what they can still tell: --source with pictures of the source task measures that."),
        };
    }

    private static string Probed(RetentionLoss loss) => string.Create(CultureInfo.InvariantCulture,
        $"Of {loss.Pictures} held-out source pictures a linear probe named {100 * loss.Before:0.0}% with the backbone's features and {100 * (loss.Before - loss.Value):0.0}% after {loss.Plan}: {Size(loss, loss.Value)} points {(loss.Value < 0 ? "gained" : "lost")}{Range(loss, loss.Interval)}.");

    private static string Moved(RetentionLoss loss) => string.Create(CultureInfo.InvariantCulture,
        $"On {loss.Pictures} drawn pictures, not the source's own, the features of block5_pool had a similarity (CKA) of {1 - loss.Value:0.000} to the backbone's after {loss.Plan}: {Size(loss, loss.Value)} lost{(loss.Interval.IsKnown ? Range(loss, loss.Interval) : ", one seed gives no interval")}.");

    private static string Beside(PlanResult full, RetentionLoss loss, PlanResult? gentle)
    {
        if (gentle is null || RetentionLoss.Of(gentle) is not { } other || !double.IsFinite(other.Value)
            || RetentionLoss.Difference(full, gentle) is not { } less)
            return "";
        string unit = loss.IsProbed ? " points" : "";
        string than = less.Value == 0 ? $"as much as {loss.Plan}"
            : $"and kept {Size(loss, less.Value)}{unit} {(less.Value > 0 ? "more" : "less")} than {loss.Plan}{Range(loss, less.Value < 0 ? new Interval(-less.Interval.High, -less.Interval.Low) : less.Interval)}";
        return $" {char.ToUpperInvariant(other.Plan[0])}{other.Plan[1..]} {(other.Value < 0 ? "gained" : "lost")} {Size(loss, other.Value)}{unit}, {than}.";
    }

    private static string Size(RetentionLoss loss, double value) => Math.Abs(loss.IsProbed ? 100 * value : value).ToString(FormatOf(loss), CultureInfo.InvariantCulture);

    private static string Range(RetentionLoss loss, Interval interval)
    {
        double factor = loss.IsProbed ? 100 : 1;
        string low = Signed(factor * interval.Low), high = Signed(factor * interval.High);
        return interval.IsKnown ? $" (95% interval {low} to {high})" : "";

        string Signed(double value) => value.ToString($"{FormatOf(loss)};-{FormatOf(loss)};{FormatOf(loss)}", CultureInfo.InvariantCulture);
    }

    private static string FormatOf(RetentionLoss loss) => loss.IsProbed ? "0.0" : "0.000";
}
