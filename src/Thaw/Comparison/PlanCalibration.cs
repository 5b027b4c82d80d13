using Thaw.Evaluation.Calibration;

namespace Thaw.Comparison;

/// <summary>How far the probabilities of a plan's kept model can be trusted, measured on the test pictures.</summary>
public sealed record PlanCalibration
{
    /// <summary>The kept model's temperature, found on the validation pictures.</summary>
    public required double Temperature { get; init; }

    /// <summary>Its threshold; 0.5, without meaning, with more than two classes.</summary>
    public required float Threshold { get; init; }

    /// <summary>Of the probabilities as the network gives them.</summary>
    public required Reliability Raw { get; init; }

    /// <summary>Of the probabilities under the temperature.</summary>
    public required Reliability Calibrated { get; init; }

    /// <summary>Measures; null where training diverged.</summary>
    internal static PlanCalibration? Of(TrialResult kept, TestSet test, int classes, int resamples)
    {
        if (kept.Diverged)
            return null;
        Reliability Under(double temperature) => Reliability.Measure(
            test.Labels, kept.TestProbabilities.Span, classes, temperature, kept.Threshold, test.Groups, resamples);
        return new PlanCalibration
        {
            Temperature = kept.Temperature,
            Threshold = kept.Threshold,
            Raw = Under(1),
            Calibrated = Under(kept.Temperature),
        };
    }
}
