using Thaw.Comparison;
using Thaw.Comparison.Claims;
using Thaw.Comparison.Evidence;
using static Thaw.Tests.Comparison.Claims.MadeEvidence;

namespace Thaw.Tests.Comparison.Claims;

public class DepthClaimTests
{
    [Fact]
    public void Movement_alone_leaves_the_claim_open_with_its_ratio_and_interval()
    {
        // Ratios 2, 4 and 8: their logarithms are 1, 2 and 3 times ln 2, so 4 times or over 2^(4.30265 / √3)
        Claim claim = Depth(Plan("full", 20, Moved(0.1, 0.2), Moved(0.1, 0.4), Moved(0.1, 0.8)));
        Assert.Equal(ClaimAnswer.Open, claim.Answer);
        Assert.Equal(4, claim.Value, 1e-9);
        double reach = Math.Pow(2, 4.30265 / Math.Sqrt(3));
        Assert.Equal(4 / reach, claim.Interval.Low, 1e-4);
        Assert.Equal(4 * reach, claim.Interval.High, 1e-3);
        Assert.Contains("In full, block 5's weights moved 4 times as far as block 1's", claim.Sentence, StringComparison.Ordinal);
        Assert.Contains("CKA of 0.750 with the pretrained ones, block 1's of 0.990", claim.Sentence, StringComparison.Ordinal);
        Assert.Contains("--sweep", claim.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 20, ClaimAnswer.Confirmed)]
    [InlineData(10, 20, ClaimAnswer.Confirmed)]
    [InlineData(60, 10, ClaimAnswer.Refuted)]
    [InlineData(23, 20, ClaimAnswer.Open)]
    public void The_sweep_answers_by_accuracy(int wrongLast, int wrongAll, ClaimAnswer answer)
    {
        Claim claim = Depth(Plan("two-phase", wrongAll, Moved(1, 2), Moved(1, 2)), Plan("from-block5", wrongLast, null, null), Plan("from-block3", 3, null, null));
        Assert.Equal(answer, claim.Answer);
        Assert.Equal((wrongAll - wrongLast) / 400.0, claim.Value, 1e-9);
        Assert.Equal("accuracy of from-block5 minus that of two-phase", claim.Measure);
        Assert.Contains("in two-phase, block 5's weights moved 2 times", claim.Sentence, StringComparison.Ordinal);
        Claim own = Depth(Plan("two-phase", 99, null, null), Plan("from-block5", wrongLast, null, null), Plan("from-block1", wrongAll, null, null));
        Assert.Equal((answer, claim.Value, "accuracy of from-block5 minus that of from-block1"), (own.Answer, own.Value, own.Measure));
    }

    [Fact]
    public void Last_block_and_full_answer_where_there_is_no_sweep()
    {
        Claim claim = Depth(Plan("last-block", 60, null, null), Plan("full", 10, null, null));
        Assert.Equal(ClaimAnswer.Refuted, claim.Answer);
        Assert.Equal(-0.125, claim.Value, 1e-9);
        Assert.StartsWith("Last-block was 12.5 points of accuracy below full", claim.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_what_it_takes_it_is_not_measured()
    {
        Assert.Equal(ClaimAnswer.NotMeasured, Depth(Plan("frozen", 20, Moved(0, 0), Moved(0, 0))).Answer);
        Claim still = Depth(Plan("full", 20, Moved(0, 0), null, Moved(0, 0)));
        Assert.Equal((ClaimAnswer.NotMeasured, double.NaN), (still.Answer, still.Value));
        Claim one = Depth(Plan("full", 20, Moved(0.1, 0.3)));
        Assert.Equal((ClaimAnswer.Open, false), (one.Answer, one.Interval.IsKnown));
        Assert.Contains("one seed gives no interval", one.Sentence, StringComparison.Ordinal);
    }

    private static Claim Depth(params PlanRun[] plans) => Compare(plans).Claims.Single(claim => claim.Number == 3);
}
