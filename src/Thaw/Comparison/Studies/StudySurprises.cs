using System.Globalization;

namespace Thaw.Comparison.Studies;

/// <summary>
/// What contradicts the claims as people make them: a number of a comparison, or of all together, whose whole 95% interval lies on the side that the claim does not say. Of numbers that are truly 0, one
/// in forty does so by luck, so each finding says of how many comparisons, and the pooled number stands beside it.
/// </summary>
internal static class StudySurprises
{
    private static readonly (StudyMeasure Measure, bool Near, bool Reversed, string Words)[] Rules =
    [
        (StudyMeasure.Time, false, false, "an epoch of full took less time than one of frozen"),
        (StudyMeasure.FullGain, true, true, "full beat frozen on pictures near photographs, where freezing is said to cost nothing"),
        (StudyMeasure.TwoPhaseGain, true, true, "two-phase beat frozen on pictures near photographs, where freezing is said to cost nothing"),
        (StudyMeasure.FullGain, false, false, "full was less accurate than frozen far from photographs, where unfreezing is said to pay"),
        (StudyMeasure.TwoPhaseGain, false, false, "two-phase was less accurate than frozen far from photographs, where unfreezing is said to pay"),
        (StudyMeasure.LastBlock, false, false, "training the last block alone cost accuracy against training everything"),
        (StudyMeasure.Sweep, false, false, "tuning block 5 alone cost accuracy against tuning all blocks"),
        (StudyMeasure.Moved, false, false, "block 1's weights moved farther than block 5's"),
        (StudyMeasure.Gradients, false, false, "the first gradients were longer under the trained head than under the random one"),
        (StudyMeasure.FirstEpoch, false, false, "the first epoch under a random head changed the features less than under a trained one"),
        (StudyMeasure.FullLost, false, false, "full's features held more of the source than the backbone's own"),
        (StudyMeasure.Spared, false, false, "two-phase lost more of the backbone's features than full"),
        (StudyMeasure.Clean, false, false, "two-phase was less accurate than full on the test pictures"),
        (StudyMeasure.Shifted, false, false, "two-phase was less accurate than full under shift"),
    ];

    /// <summary>The findings.</summary>
    /// <param name="cells">The comparisons; at least one.</param>
    /// <param name="time">Whether those about time are asked for, or all others.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<StudyCell> cells, bool time)
    {
        double least = cells.Min(cell => cell.Place.Distance), most = cells.Max(cell => cell.Place.Distance);
        var found = new List<string>();
        foreach ((StudyMeasure measure, bool near, bool reversed, string words) in Rules.Where(rule => rule.Measure.IsTime == time))
        {
            bool gain = measure == StudyMeasure.FullGain || measure == StudyMeasure.TwoPhaseGain;
            StudyCell[] asked = [.. cells.Where(cell => cell[measure].IsKnown && (!gain || IsAt(cell)))];
            if (asked.Length == 0)
                continue;
            bool Against(StudyEstimate number) => reversed ? number.Interval.Low > 0 : number.Interval.High < 0;
            StudyCell[] against = [.. asked.Where(cell => Against(cell[measure]))];
            StudyEstimate pooled = gain ? StudyPool.MeanOfThese(asked, cell => cell[measure]) : StudyPool.Mean(asked, cell => cell[measure]);
            if (against.Length == 0 && !Against(pooled))
                continue;
            string example = against.Length == 0 ? "" : $"; most in {Worst().Place.Name}: {measure.Write(Worst()[measure])}";
            found.Add(string.Create(CultureInfo.InvariantCulture, $"In {against.Length} of {asked.Length} comparisons {words}{example}; all {asked.Length} together: {measure.Write(pooled)}."));

            StudyCell Worst() => against.MaxBy(cell => reversed ? cell[measure].Value : -cell[measure].Value)!;

            // Of a gain, the halves of the distances: the middle belongs to neither
            bool IsAt(StudyCell cell) => near ? cell.Place.Distance < (least + most) / 2 : cell.Place.Distance > (least + most) / 2;
        }
        return found;
    }

    /// <summary>How many of the numbers that could surprise had an interval.</summary>
    public static int Asked(IReadOnlyList<StudyCell> cells) => Rules.Select(rule => rule.Measure).Distinct().Sum(measure => cells.Count(cell => cell[measure].Interval.IsKnown));
}
