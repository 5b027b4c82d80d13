using System.Globalization;
using Thaw.Comparison.Claims;
using Thaw.Evaluation;

namespace Thaw.Comparison.Studies;

/// <summary>Answers the five claims from all comparisons of a study.</summary>
internal static class StudyClaims
{
    /// <summary>The claims in their order.</summary>
    /// <param name="cells">The comparisons; at least one.</param>
    public static IReadOnlyList<Claim> Of(IReadOnlyList<StudyCell> cells) => [Time(cells), Accuracy(cells), Depth(cells), Head(cells), Forgetting(cells)];

    /// <summary>The pooled number of a measure.</summary>
    public static StudyEstimate Pooled(IReadOnlyList<StudyCell> cells, StudyMeasure measure) => StudyPool.Mean(cells, cell => cell[measure]);

    private static Claim Time(IReadOnlyList<StudyCell> cells)
    {
        Claim claim = Start(1, "time", "Frozen layers need no backward pass, so a step is far cheaper; unfreezing everything means fewer epochs for the same time.",
            "it takes the plans \"frozen\" and \"full\", both timed");
        StudyEstimate ratio = Pooled(cells, StudyMeasure.Time), backward = Pooled(cells, StudyMeasure.Backward);
        if (!ratio.IsKnown)
            return claim;
        string passes = backward.IsKnown
            ? string.Create(CultureInfo.InvariantCulture, $"; backward passes were {100 * backward.Value:0}% of full's training steps ({Percents(backward.Interval)})")
            : "";
        return Answered(claim, StudyMeasure.Time, ratio, Claim.AnswerOf(ratio.Interval, 0),
            $"Over {Count(cells, StudyMeasure.Time)}, an epoch of full took {StudyMeasure.Time.Write(ratio.Value)} times as long on this machine as one of frozen "
                + $"({StudyMeasure.Time.Write(ratio.Interval)}){passes}.");
    }

    private static Claim Accuracy(IReadOnlyList<StudyCell> cells)
    {
        Claim claim = Start(2, "accuracy", "Freezing costs nothing where the pictures resemble those that the backbone was trained on, and accuracy where they are very different.",
            "it takes the plan \"frozen\", one of \"full\" and \"two-phase\", and two distances or more");
        var curve = StudyCurve.Of(cells, StudyMeasure.Gain);
        if (!curve.Near.IsKnown)
            return claim;
        string pictures = !curve.Doubling.IsKnown ? "" : $" With twice the pictures it changed by {StudyMeasure.Gain.Write(curve.Doubling)}.";
        return Answered(claim, StudyMeasure.Gain, curve.Slope, curve.Answer, curve.Sentence() + pictures) with
        {
            Measure = "growth from distance 0 to 1 of the accuracy of unfreezing (of full and two-phase the one with the lower validation loss) minus that of frozen",
        };
    }

    private static Claim Depth(IReadOnlyList<StudyCell> cells)
    {
        Claim claim = Start(3, "depth", "Early layers are generic, late ones specific: keep the first, tune the last.",
            "it takes a sweep, or the plans \"last-block\" and \"full\"");
        StudyEstimate sweep = Pooled(cells, StudyMeasure.Sweep), last = Pooled(cells, StudyMeasure.LastBlock), moved = Pooled(cells, StudyMeasure.Moved);
        StudyMeasure measure = sweep.IsKnown ? StudyMeasure.Sweep : StudyMeasure.LastBlock;
        StudyEstimate cost = sweep.IsKnown ? sweep : last;
        string beside = moved.IsKnown ? $" In full, block 5's weights moved {StudyMeasure.Moved.Write(moved.Value)} times as far as block 1's, each relative to its size "
            + $"({StudyMeasure.Moved.Write(moved.Interval)})." : "";
        if (!cost.IsKnown)
            return claim;
        ClaimAnswer answer = DepthClaim.CostAnswer(cost.Interval);
        string reading = answer switch
        {
            ClaimAnswer.Confirmed => "it costs less than a point",
            ClaimAnswer.Refuted => "it costs accuracy",
            _ => "whether it costs accuracy is open",
        };
        string what = sweep.IsKnown ? "tuning block 5 alone after the head, rather than all blocks," : "training the last block and the head, rather than everything,";
        string other = sweep.IsKnown && last.IsKnown ? $" With the head untrained, last-block minus full was {StudyMeasure.LastBlock.Write(last)} over "
            + $"{Count(cells, StudyMeasure.LastBlock)}." : "";
        return Answered(claim, measure, cost, answer, $"Over {Count(cells, measure)}, {what} changed accuracy by {measure.Write(cost)}: {reading}.{other}{beside}");
    }

    private static Claim Head(IReadOnlyList<StudyCell> cells)
    {
        Claim claim = Start(4, "the untrained head", "Do not unfreeze everything while the head is random: its large first gradients wreck the pretrained weights.",
            "it takes the plans \"full\" and \"two-phase\"");
        StudyEstimate ratio = Pooled(cells, StudyMeasure.Gradients), lost = Pooled(cells, StudyMeasure.FirstEpoch);
        if (!ratio.IsKnown)
            return claim;
        return Answered(claim, StudyMeasure.Gradients, ratio, Claim.Both(Claim.AnswerOf(ratio.Interval, 0), Claim.AnswerOf(lost.Interval, 0)),
            $"Over {Count(cells, StudyMeasure.Gradients)}, the backbone's first gradients were {StudyMeasure.Gradients.Write(ratio.Value)} times as long under the random head of full as under the "
                + $"trained one of two-phase ({StudyMeasure.Gradients.Write(ratio.Interval)}); after the first epoch full's features of block 5 had lost "
                + $"{StudyMeasure.FirstEpoch.Write(lost.Value)} more CKA ({StudyMeasure.FirstEpoch.Write(lost.Interval)}).");
    }

    private static Claim Forgetting(IReadOnlyList<StudyCell> cells)
    {
        Claim claim = Start(5, "forgetting", "Not freezing destroys, in later training, the information that the pretrained layers held.",
            "it takes the plan \"full\", and a trial of it that did not diverge");
        StudyEstimate full = Pooled(cells, StudyMeasure.FullLost), gentle = Pooled(cells, StudyMeasure.TwoPhaseLost), spared = Pooled(cells, StudyMeasure.Spared);
        if (!full.IsKnown)
            return claim;
        bool probed = cells.Any(cell => cell.IsProbed);
        string what = probed ? "accuracy of a linear probe for the source's classes (as a share)" : "CKA with the backbone's features (a similarity of features on drawn pictures, not what they can still tell)";
        string beside = !gentle.IsKnown ? "" : $" Two-phase lost {Tell(gentle)}{(spared.IsKnown ? $", {Tell(spared)} less than full" : "")}.";
        return Answered(claim, StudyMeasure.FullLost, full, probed ? Claim.AnswerOf(full.Interval, 0) : ClaimAnswer.Open,
            $"Over {Count(cells, StudyMeasure.FullLost)}, full lost {Tell(full)} of {what}.{beside}");

        static string Tell(StudyEstimate estimate) => StudyMeasure.FullLost.Write(estimate);
    }

    private static Claim Start(int number, string name, string statement, string needs) => new()
    {
        Number = number,
        Name = name,
        Statement = statement,
        Answer = ClaimAnswer.NotMeasured,
        Sentence = $"Not measured: {needs}.",
    };

    private static Claim Answered(Claim claim, StudyMeasure measure, StudyEstimate number, ClaimAnswer answer, string sentence) => claim with
    {
        Answer = answer,
        Sentence = sentence,
        Value = measure.Told(number.Value),
        Interval = number.Interval.IsKnown ? measure.Told(number.Interval) : Interval.Unknown,
        Measure = measure.Words,
    };

    private static string Count(IReadOnlyList<StudyCell> cells, StudyMeasure measure)
    {
        int count = cells.Count(cell => cell[measure].IsKnown);
        return string.Create(CultureInfo.InvariantCulture, $"{count} comparison{(count == 1 ? "" : "s")}");
    }

    private static string Percents(Interval interval) => !interval.IsKnown ? "no interval"
        : string.Create(CultureInfo.InvariantCulture, $"95% interval {100 * interval.Low:0.0} to {100 * interval.High:0.0}%");
}
