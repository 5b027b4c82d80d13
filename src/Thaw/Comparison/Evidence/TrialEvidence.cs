namespace Thaw.Comparison.Evidence;

/// <summary>What was measured of a trial beside its answers for the test pictures.</summary>
public sealed record TrialEvidence
{
    /// <summary>
    /// What the kept weights say of the validation pictures: <c>[picture, class]</c> in the order of the split's validation part, as
    /// <see cref="TrialResult.TestProbabilities"/>. Calibration and thresholds are chosen by them.
    /// </summary>
    public required ReadOnlyMemory<float> ValidationProbabilities { get; init; }

    /// <summary>What the kept weights still hold of the source task; null where it was not measured.</summary>
    public Retention? Retention { get; init; }
}
