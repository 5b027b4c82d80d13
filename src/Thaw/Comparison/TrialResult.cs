using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Evaluation.Calibration;
using Thaw.Training;

namespace Thaw.Comparison;

/// <summary>One plan trained once, with one seed.</summary>
public sealed record TrialResult
{
    /// <summary>The seed of the head's first weights, the order of pictures, augmentation and dropout.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The epochs in order; empty where nothing was trained.</summary>
    public required IReadOnlyList<EpochRow> History { get; init; }

    /// <summary>
    /// The epoch whose weights were kept, counted from 1: the one with the lowest validation loss; 0 where nothing was trained.
    /// </summary>
    public required int BestEpoch { get; init; }

    /// <summary>Validation loss of the kept weights, in nats.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>Validation accuracy of the kept weights, 0 to 1; as in the history, with the threshold 0.5.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>
    /// What the kept weights say of the test pictures: <c>[picture, class]</c>, one row after another in the order of
    /// <see cref="TestSet"/>; each 0 to 1, a row sums to 1 (a sigmoid's p becomes the row 1 - p, p); NaN where training diverged.
    /// </summary>
    public required ReadOnlyMemory<float> TestProbabilities { get; init; }

    /// <summary>The validation loss, or infinity where it is not a number, so that such a trial never wins.</summary>
    internal double ComparableLoss => double.IsNaN(ValidationLoss) ? double.PositiveInfinity : ValidationLoss;

    /// <summary>Whether training diverged: a test probability or the validation loss is not a number.</summary>
    public bool Diverged
    {
        get
        {
            if (!double.IsFinite(ValidationLoss))
                return true;
            foreach (float probability in TestProbabilities.Span)
            {
                if (float.IsNaN(probability))
                    return true;
            }
            return false;
        }
    }

    /// <summary>
    /// Of two classes, the probability of class 1 from which a picture is called so, 0 to 1: chosen on the validation pictures by
    /// <see cref="ComparisonOptions.Threshold"/>.
    /// </summary>
    public float Threshold { get; init; } = Decision.Threshold;

    /// <summary>What the logits are divided by to make probabilities as sure as they are right, found on the validation pictures; see <see cref="TemperatureScaling"/>.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Seconds that the trial took.</summary>
    public required double Seconds { get; init; }

    /// <summary>What else was measured of the trial; null where training diverged.</summary>
    public TrialEvidence? Evidence { get; init; }
}
