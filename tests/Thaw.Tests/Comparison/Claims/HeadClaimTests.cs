using Thaw.Comparison;
using Thaw.Comparison.Claims;
using static Thaw.Tests.Comparison.Claims.MadeEvidence;

namespace Thaw.Tests.Comparison.Claims;

public class HeadClaimTests
{
    [Theory]
    [InlineData(3, 0.5, ClaimAnswer.Confirmed)]
    [InlineData(3, 0.9, ClaimAnswer.Open)] // longer gradients, the same features
    [InlineData(3, 0.99, ClaimAnswer.Refuted)] // longer gradients, features that stayed better
    [InlineData(0.3, 0.5, ClaimAnswer.Refuted)] // features further away, but by shorter gradients
    [InlineData(1, 0.5, ClaimAnswer.Open)]
    public void Both_halves_decide(double ratio, double similarity, ClaimAnswer answer)
    {
        Claim claim = Head(
            Plan("full", 20, Shocked(2 * ratio, similarity), Shocked(2.2 * ratio, similarity - 0.01), Shocked(1.8 * ratio, similarity + 0.005)),
            Plan("two-phase", 20, Shocked(2, 0.9), Shocked(2, 0.9), Shocked(2, 0.9)));
        Assert.Equal(answer, claim.Answer);
        Assert.Equal(ratio * Math.Cbrt(1.1 * 0.9), claim.Value, 1e-6);
        Assert.True(claim.Interval.IsKnown && claim.Interval.Contains(claim.Value));
    }

    [Fact]
    public void The_sentence_has_both_numbers()
    {
        Claim claim = Head(Plan("full", 20, Shocked(6, 0.5), Shocked(6, 0.5)), Plan("two-phase", 20, Shocked(2, 0.9, steps: 7), Shocked(2, 0.9, steps: 7)));
        Assert.Equal("In the first 7 steps the backbone's gradient was 3 times as long under the random head of full as under the trained one of two-phase "
            + "(95% interval over 2 seeds 3 to 3); after the first epoch, block 5's features had a CKA of 0.500 with the pretrained ones under full and of 0.900 under "
            + "two-phase (difference: 0.400, 95% interval over 2 seeds 0.400 to 0.400).", claim.Sentence);
        Assert.Equal("norm of the backbone's gradient over the first 7 steps, full over two-phase", claim.Measure);
    }

    [Fact]
    public void Without_both_plans_or_seeds_it_is_not_measured()
    {
        Assert.Equal(ClaimAnswer.NotMeasured, Head(Plan("full", 20, Shocked(6, 0.5), Shocked(6, 0.5))).Answer);
        Assert.Equal(ClaimAnswer.NotMeasured, Head(Plan("full", 20, Shocked(6, 0.5), null), Plan("two-phase", 20, null, Shocked(2, 0.9))).Answer);
        Claim one = Head(Plan("full", 20, Shocked(6, 0.5)), Plan("two-phase", 20, Shocked(2, 0.9)));
        Assert.Equal((ClaimAnswer.NotMeasured, false), (one.Answer, one.Interval.IsKnown));
        Assert.Equal(3, one.Value, 1e-6);
        Assert.Contains("one seed gives no interval", one.Sentence, StringComparison.Ordinal);
    }

    private static Claim Head(params PlanRun[] plans) => Compare(plans).Claims.Single(claim => claim.Number == 4);
}
