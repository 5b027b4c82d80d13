using Thaw.Comparison.Claims;

namespace Thaw.Comparison.Studies;

/// <summary>
/// What comparisons on drawn sets at several distances from photographs, and with several numbers of pictures, say of the five claims together.
/// </summary>
public sealed record ClaimsStudy
{
    internal ClaimsStudy(IReadOnlyList<StudyCell> cells)
    {
        Cells = cells;
        Claims = StudyClaims.Of(cells);
        Surprises = StudySurprises.Of(cells, time: false);
        TimeSurprises = StudySurprises.Of(cells, time: true);
        Finding = FindingOf(StudyClaims.Pooled(cells, StudyMeasure.Clean), StudyClaims.Pooled(cells, StudyMeasure.Shifted));
    }

    /// <summary>The five claims and what the study says of each, in their order. Numbers are means over comparisons, each drawn set at each distance counting once.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>Who is ahead of two-phase and full, on the test pictures and under shift, in words.</summary>
    public string Finding { get; }

    /// <summary>What contradicts the claims as people make them, a sentence each; may be empty.</summary>
    public IReadOnlyList<string> Surprises { get; }

    /// <summary>As <see cref="Surprises"/>, of the claim about time, which is this machine's.</summary>
    public IReadOnlyList<string> TimeSurprises { get; }

    /// <summary>The whole recipe with every default filled in, as YAML that <c>thaw run</c> accepts.</summary>
    public required string Recipe { get; init; }

    /// <summary>Thaw's version.</summary>
    public required string ThawVersion { get; init; }

    /// <summary>The command as it was given.</summary>
    public required string CommandLine { get; init; }

    /// <summary>When the study, or the part of it that finished it, began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>What every comparison gave, in the order of the study.</summary>
    internal IReadOnlyList<StudyCell> Cells { get; }

    private static string FindingOf(StudyEstimate clean, StudyEstimate shifted)
    {
        if (!clean.IsKnown)
            return "Two-phase and full were not both trained.";
        StudyMeasure measure = StudyMeasure.Clean;
        string first = Standing(clean), second = Standing(shifted);
        return $"Two-phase minus full was {measure.Write(clean)} of accuracy on the test pictures: {first}"
            + (shifted.IsKnown ? $"; under shift it was {measure.Write(shifted)}: {second}." : "; under shift it was not measured.");

        static string Standing(StudyEstimate estimate) => !estimate.Interval.IsKnown ? "no interval" : estimate.Interval.Low > 0 ? "two-phase is ahead"
            : estimate.Interval.High < 0 ? "full is ahead" : "not told apart";
    }
}
