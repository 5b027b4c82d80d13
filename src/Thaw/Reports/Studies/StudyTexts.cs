using Thaw.Comparison.Claims;
using Thaw.Comparison.Studies;

namespace Thaw.Reports.Studies;

/// <summary>The sentences that explain a study.</summary>
internal static class StudyTexts
{
    /// <summary>How to read the curves.</summary>
    public const string Curves =
        "Claim 2 rests on the better of full and two-phase: in each comparison the one with the lower validation loss, test pictures having no part in it. Three things must hold for "
            + "\"confirmed\": at the smallest distance the gain's interval stays below one point, the gain grows with the distance, and at the largest distance it is above 0; \"refuted\" is the "
            + "opposite of any of the three. The growth is a line through each set's distances by weighted least squares, with Student's t of as many degrees of freedom as there are "
            + "distances less two; the ends are means of the sets with the comparisons' own intervals, and speak of these sets alone.";

    /// <summary>How numbers are pooled.</summary>
    public const string Pooling =
        "Comparisons on one drawn set at one distance share pictures and are averaged first. Over these the mean is a random-effects mean: the variance between them is Paule and Mandel's, "
            + "the 95% interval Hartung and Knapp's, by Student's t. It speaks of sets drawn like these at distances like these, with this backbone and these settings; all comparisons share their "
            + "seeds. A ratio's mean is its geometric mean.";

    /// <summary>What was run, in a sentence or two.</summary>
    public static string Design(ClaimsStudy study)
    {
        IReadOnlyList<StudyCell> cells = study.Cells;
        string sets = string.Join(" and ", cells.Select(cell => cell.Place.Set).Distinct());
        string distances = string.Join(", ", cells.Select(cell => cell.Place.Distance).Distinct().Order().Select(Figures.Plain));
        string pictures = string.Join(" and ", cells.Select(cell => cell.Place.Pictures).Distinct().Order().Select(count => Figures.Whole(count)));
        int diverged = cells.Sum(cell => cell.Diverged);
        return $"{Figures.Whole(cells.Count)} comparisons: the drawn sets {sets}, at distances {distances} from photographs (0 looks like photographs, 1 like an abstract pattern), with {pictures} training pictures of each "
            + $"class; {Figures.Seconds(cells.Sum(cell => cell.Seconds))} in all."
            + (diverged > 0 ? $" {Figures.Whole(diverged)} trials diverged and count as if they always told the first class." : "");
    }

    /// <summary>The rule by which surprises are found.</summary>
    public static string Surprises(ClaimsStudy study)
    {
        string found = study.Surprises.Count + study.TimeSurprises.Count == 0 ? "No comparison contradicted a claim. " : "";
        return $"{found}A number is listed where the whole 95% interval of at least one comparison, or of all together, lies on the side that the claim does not say; of a gain over frozen near and far are the distances below and above the "
            + $"middle of the range. {Figures.Whole(StudySurprises.Asked(study.Cells))} intervals of comparisons were looked at, and where there is truly nothing, one in forty lies so by luck: trust what many comparisons "
            + "or all together say.";
    }

    /// <summary>What a claim's answer is called.</summary>
    public static string AnswerOf(ClaimAnswer answer) => answer switch
    {
        ClaimAnswer.Confirmed => "confirmed",
        ClaimAnswer.Refuted => "refuted",
        ClaimAnswer.Open => "left open",
        _ => "not measured",
    };
}
