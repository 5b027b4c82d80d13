namespace Thaw.Comparison.Claims;

/// <summary>Answers the five claims from what a comparison found.</summary>
internal static class ClaimWriter
{
    /// <summary>The claims in their order.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="test">The test pictures.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="differences">Every other plan against the baseline.</param>
    /// <param name="resamples">Bootstrap resamples of differences that are measured for a claim alone.</param>
    public static IReadOnlyList<Claim> Write(DataSummary data, TestSet test, IReadOnlyList<PlanResult> plans, IReadOnlyList<PlanDifference> differences,
        int resamples) =>
    [
        TimeClaim.Of(plans),
        AccuracyClaim.Of(data, plans, differences),
        DepthClaim.Of(data, test, plans, resamples),
        HeadClaim.Of(plans),
        ForgettingClaim.Of(plans),
    ];
}
