using Thaw.Evaluation.Calibration;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Comparison.Evidence;

/// <summary>Measures the evidence of a trial that was trained.</summary>
/// <param name="preprocessing">The backbone's.</param>
/// <param name="validation">The validation pictures.</param>
/// <param name="threshold">How the threshold is chosen on them.</param>
/// <param name="drift">Measures how far backbones have come.</param>
/// <param name="batchSize">Pictures a pass.</param>
/// <param name="retention">Measures what is kept of the source task.</param>
/// <param name="shift">Tests under shift; null where that is not asked for.</param>
internal sealed class TrialWitness(Preprocessing preprocessing, Examples validation, ThresholdCriterion threshold, DriftMeter drift, int batchSize,
    RetentionMeter retention, ShiftWitness? shift)
{
    /// <summary>Measures what a trial begins with.</summary>
    /// <param name="network">With the backbone's weights, before training; its buffers are planned anew.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Before(Network network, CancellationToken cancellation) => retention.Before(network, cancellation);

    /// <summary>Measures; not called for a trial that diverged.</summary>
    /// <param name="network">With the kept weights, which stay as they are; its buffers are planned anew.</param>
    /// <param name="outcome">What training gave.</param>
    /// <param name="cancellation">Stops it.</param>
    public TrialEvidence Measure(Network network, TrialOutcome outcome, CancellationToken cancellation)
    {
        float[] answers = Inference.Probabilities(network, validation, preprocessing, batchSize, cancellation);
        return new TrialEvidence
        {
            ValidationProbabilities = answers,
            Shift = shift?.Measure(network, TrialCalibration.ThresholdOf(answers, validation, threshold), cancellation),
            Drift = drift.Measure(network, cancellation),
            FirstSteps = drift.Measure(outcome, cancellation),
            Retention = retention.After(network, cancellation),
        };
    }
}
