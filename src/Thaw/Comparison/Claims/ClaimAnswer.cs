namespace Thaw.Comparison.Claims;

/// <summary>What a measurement says of a claim. Claim 4 has two halves with an interval each: it is confirmed where both halves are, refuted where
/// either is, and open otherwise.</summary>
public enum ClaimAnswer
{
    /// <summary>The whole interval lies on the side that the claim says.</summary>
    Confirmed,

    /// <summary>The whole interval lies on the other side.</summary>
    Refuted,

    /// <summary>The interval lies on both sides: these pictures and seeds cannot tell, or not once adjusted for several plans.</summary>
    Open,

    /// <summary>The run did not have what it takes to measure it; the sentence says what would.</summary>
    NotMeasured,
}
