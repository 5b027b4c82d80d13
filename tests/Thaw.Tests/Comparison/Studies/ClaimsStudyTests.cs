using Thaw.Comparison.Claims;
using Thaw.Comparison.Studies;

namespace Thaw.Tests.Comparison.Studies;

public sealed class ClaimsStudyTests
{
    [Fact]
    public void A_study_in_which_every_claim_holds_confirms_them_all()
    {
        ClaimsStudy study = SampleStudy.Of(SampleStudy.Cells(SampleStudy.AsClaimed));
        Assert.Equal([1, 2, 3, 4, 5], study.Claims.Select(claim => claim.Number));
        Assert.All(study.Claims, claim => Assert.Equal(ClaimAnswer.Confirmed, claim.Answer));
        Assert.All(study.Claims, claim => Assert.True(claim.Interval.Low <= claim.Value && claim.Value <= claim.Interval.High && claim.Measure.Length > 0, claim.Name));
        Assert.InRange(study.Claims[0].Value, 19.5, 20.5);
        Assert.InRange(study.Claims[1].Value, 0.10, 0.14);
        Assert.Contains("Two-phase minus full was +", study.Finding, StringComparison.Ordinal);
        Assert.Contains("two-phase is ahead; under shift", study.Finding, StringComparison.Ordinal);
        Assert.Empty(study.TimeSurprises);
    }

    [Fact]
    public void A_similarity_on_drawn_pictures_leaves_forgetting_open()
    {
        StudyCell[] cells = [.. SampleStudy.Cells(SampleStudy.AsClaimed).Select(cell => cell with { IsProbed = false })];
        Claim claim = SampleStudy.Of(cells).Claims[4];
        Assert.Equal(ClaimAnswer.Open, claim.Answer);
        Assert.InRange(claim.Value, 0.25, 0.35);
    }

    [Fact]
    public void A_study_in_which_none_holds_refutes_them_and_says_what_surprised()
    {
        ClaimsStudy study = SampleStudy.Of(SampleStudy.Cells((measure, place) => measure == StudyMeasure.Backward ? 0.5 : -SampleStudy.AsClaimed(measure, place) - 0.05));
        Assert.All(study.Claims, claim => Assert.Equal(ClaimAnswer.Refuted, claim.Answer));
        Assert.Contains(study.Surprises, line => line.StartsWith("In 8 of 8 comparisons full was less accurate than frozen far from photographs", StringComparison.Ordinal));
        Assert.Contains(study.Surprises, line => line.StartsWith("In 20 of 20 comparisons block 1's weights moved farther than block 5's; most in ", StringComparison.Ordinal));
        Assert.Contains("In 20 of 20 comparisons an epoch of full took less time", Assert.Single(study.TimeSurprises), StringComparison.Ordinal);
        Assert.Contains("full is ahead; under shift", study.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lies_on_both_sides_is_open_and_what_is_missing_is_not_measured()
    {
        ClaimsStudy open = SampleStudy.Of(SampleStudy.Cells((measure, place) => measure.Unit == StudyUnit.Points && measure.Claim == 3 ? -0.01 : 0, half: 0.1));
        Assert.All(open.Claims, claim => Assert.Equal(ClaimAnswer.Open, claim.Answer));
        Assert.Contains("not told apart", open.Finding, StringComparison.Ordinal);
        ClaimsStudy none = SampleStudy.Of(SampleStudy.Cells((_, _) => double.NaN));
        Assert.All(none.Claims, claim => Assert.Equal((ClaimAnswer.NotMeasured, "Not measured: "), (claim.Answer, claim.Sentence[..14])));
        Assert.Equal("Two-phase and full were not both trained.", none.Finding);
        Assert.Empty(none.Surprises);
    }

    [Theory]
    [InlineData(-0.02, 0.12, ClaimAnswer.Confirmed)]
    [InlineData(0.05, 0.12, ClaimAnswer.Refuted)] // costs accuracy near too
    [InlineData(-0.2, 0.12, ClaimAnswer.Refuted)] // grows, but freezing still gains far
    [InlineData(0.02, -0.12, ClaimAnswer.Refuted)] // falls
    [InlineData(-0.004, -0.006, ClaimAnswer.Open)]
    public void The_second_claim_needs_all_of_its_three_parts(double near, double slope, ClaimAnswer answer)
    {
        IReadOnlyList<StudyCell> cells = SampleStudy.Cells((_, place) => near + slope * place.Distance + 0.03 * Math.Log2(place.Pictures / 80.0), half: 0.012);
        var curve = StudyCurve.Of(cells, StudyMeasure.Gain);
        Assert.Equal(answer, curve.Answer);
        Assert.InRange(curve.Slope.Value, slope - 0.015, slope + 0.015);
        Assert.True(curve.Slope.Interval.Contains(slope));
        Assert.InRange(curve.Near.Value, near - 0.012, near + 0.012);
        Assert.InRange(curve.Doubling.Value, 0.025, 0.035);
        Assert.True(curve.Doubling.Interval.Contains(0.03));
        Assert.Equal(["near", "far"], curve.Slopes.Select(set => set.Set));
        Assert.Equal(answer, StudyClaims.Of(cells)[1].Answer);
    }

    [Fact]
    public void Comparisons_that_share_pictures_count_once_and_intervals_hold_the_truth()
    {
        const int Studies = 400;
        int held = 0, naive = 0;
        for (ulong seed = 0; seed < Studies; seed++)
        {
            IReadOnlyList<StudyCell> cells = SampleStudy.Cells((_, _) => 0.05, half: 0.02, seed);
            held += StudyPool.Mean(cells, cell => cell[StudyMeasure.Clean]).Interval.Contains(0.05) ? 1 : 0;
            naive += StudyEstimate.OfSeeds(cells.Select(cell => cell[StudyMeasure.Clean].Value)).Interval.Contains(0.05) ? 1 : 0;
        }
        Assert.True(held >= 0.93 * Studies, $"{held} of {Studies} intervals hold the truth.");
        Assert.True(naive < held, $"As if all comparisons were independent {naive}, with the average first {held}.");
    }
}
