namespace Thaw.Comparison.Evidence;

/// <summary>What was measured of a trial beside its answers for the test pictures.</summary>
public sealed record TrialEvidence
{
    /// <summary>
    /// What the kept weights say of the validation pictures: <c>[picture, class]</c> in the order of the split's validation part, as
    /// <see cref="TrialResult.TestProbabilities"/>. Calibration and thresholds are chosen by them.
    /// </summary>
    public required ReadOnlyMemory<float> ValidationProbabilities { get; init; }

    /// <summary>What the kept weights told of corrupted test pictures; null where that was not asked for.</summary>
    public ShiftEvidence? Shift { get; init; }

    /// <summary>How far the kept backbone has come from the pretrained one; null where it was not measured.</summary>
    public DriftProfile? Drift { get; init; }

    /// <summary>What the first gradients did to the backbone; null where they were not measured, as in a trial that was resumed after them.</summary>
    public HeadShock? FirstSteps { get; init; }

    /// <summary>What the kept weights still hold of the source task; null where it was not measured.</summary>
    public Retention? Retention { get; init; }
}
