namespace Thaw.Comparison.Claims;

/// <summary>Answers the five claims from what a comparison found.</summary>
internal static class ClaimWriter
{
    /// <summary>The claims in their order.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="differences">Every other plan against the baseline.</param>
    public static IReadOnlyList<Claim> Write(DataSummary data, IReadOnlyList<PlanResult> plans, IReadOnlyList<PlanDifference> differences) =>
    [
        AccuracyClaim.Of(data, plans, differences),
        ForgettingClaim.Of(plans),
    ];
}
