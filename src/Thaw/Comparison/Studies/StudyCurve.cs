using Thaw.Comparison.Claims;

namespace Thaw.Comparison.Studies;

/// <summary>
/// What unfreezing gains over frozen against the distance from photographs, and what that says of the second claim: freezing costs nothing near, and accuracy
/// far. Three things must hold: near, the gain's interval excludes <see cref="Margin"/>; it grows with the distance; and far it is above 0.
/// </summary>
internal sealed record StudyCurve
{
    /// <summary>"Costs nothing" is a cost that is shown to be below one point of accuracy.</summary>
    public const double Margin = DepthClaim.Margin;

    /// <summary>Whose gain.</summary>
    public required StudyMeasure Measure { get; init; }

    /// <summary>The smallest distance of the study.</summary>
    public required double NearAt { get; init; }

    /// <summary>The largest.</summary>
    public required double FarAt { get; init; }

    /// <summary>The gain at the smallest distance, with the interval of these sets.</summary>
    public required StudyEstimate Near { get; init; }

    /// <summary>The gain at the largest distance, likewise.</summary>
    public required StudyEstimate Far { get; init; }

    /// <summary>How much it grows from distance 0 to 1: the mean over sets.</summary>
    public required StudyEstimate Slope { get; init; }

    /// <summary>How much it grows so, set by set.</summary>
    public required IReadOnlyList<(string Set, StudyEstimate Slope)> Slopes { get; init; }

    /// <summary>How much it grows with twice the pictures.</summary>
    public required StudyEstimate Doubling { get; init; }

    /// <summary>Fits the curve of a gain.</summary>
    /// <param name="cells">At least one.</param>
    /// <param name="measure">Whose gain.</param>
    public static StudyCurve Of(IReadOnlyList<StudyCell> cells, StudyMeasure measure)
    {
        double near = cells.Min(cell => cell.Place.Distance), far = cells.Max(cell => cell.Place.Distance);
        StudyEstimate Value(StudyCell cell) => cell[measure];
        return new StudyCurve
        {
            Measure = measure,
            NearAt = near,
            FarAt = far,
            Near = StudyPool.MeanOfThese(cells.Where(cell => cell.Place.Distance == near), Value),
            Far = StudyPool.MeanOfThese(cells.Where(cell => cell.Place.Distance == far), Value),
            Slope = StudyPool.Slope(cells, Value),
            Slopes = [.. StudyPool.Slopes(cells, Value).Select(set => (set.Set, new StudyEstimate(set.Line.Slope, set.Line.Interval)))],
            Doubling = StudyPool.Doubling(cells, Value),
        };
    }

    /// <summary>Whether freezing costs nothing near.</summary>
    public ClaimAnswer NearAnswer => !Near.Interval.IsKnown ? ClaimAnswer.NotMeasured
        : Near.Interval.High < Margin ? ClaimAnswer.Confirmed : Near.Interval.Low > 0 ? ClaimAnswer.Refuted : ClaimAnswer.Open;

    /// <summary>Whether freezing costs more the farther the pictures are.</summary>
    public ClaimAnswer SlopeAnswer => Claim.AnswerOf(Slope.Interval, 0);

    /// <summary>Whether freezing costs accuracy far.</summary>
    public ClaimAnswer FarAnswer => Claim.AnswerOf(Far.Interval, 0);

    /// <summary>The answer to the claim.</summary>
    public ClaimAnswer Answer => new[] { NearAnswer, SlopeAnswer, FarAnswer }.Contains(ClaimAnswer.NotMeasured) ? ClaimAnswer.NotMeasured
        : Claim.Both(NearAnswer, Claim.Both(SlopeAnswer, FarAnswer));

    /// <summary>The three parts in words.</summary>
    public string Sentence()
    {
        string near = Figure(NearAt), far = Figure(FarAt);
        string nearly = NearAnswer switch
        {
            ClaimAnswer.Confirmed => "freezing costs less than a point there",
            ClaimAnswer.Refuted => "freezing costs accuracy there too",
            _ => "what freezing costs there is open",
        };
        string slope = SlopeAnswer switch
        {
            ClaimAnswer.Confirmed => "it grows with the distance",
            ClaimAnswer.Refuted => "it falls with the distance",
            _ => "whether it grows with the distance is open",
        };
        string farther = FarAnswer switch
        {
            ClaimAnswer.Confirmed => "freezing costs accuracy there",
            ClaimAnswer.Refuted => "freezing gains accuracy there",
            _ => "what freezing costs there is open",
        };
        return $"At distance {near} unfreezing changed accuracy by {Measure.Write(Near)}: {nearly}; from distance 0 to 1 the change grew by {Measure.Write(Slope)}: {slope}; at distance "
            + $"{far} it was {Measure.Write(Far)}: {farther}.";
    }

    private static string Figure(double distance) => distance.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
