using Thaw.Evaluation;
using Thaw.Evaluation.Calibration;
using Thaw.Training;

namespace Thaw.Comparison.Evidence;

/// <summary>Chooses a trial's temperature and threshold on the validation pictures.</summary>
internal static class TrialCalibration
{
    /// <summary>The trial with both; as it is where training diverged or there is no validation picture.</summary>
    public static TrialResult Of(TrialResult trial, Examples validation, ThresholdCriterion threshold)
    {
        if (trial.Diverged || trial.Evidence is not { } evidence || validation.Count == 0)
            return trial;
        int[] labels = [.. Enumerable.Range(0, validation.Count).Select(validation.Label)];
        ReadOnlySpan<float> probabilities = evidence.ValidationProbabilities.Span;
        int classes = validation.Images.Classes.Count;
        return trial with
        {
            Temperature = TemperatureScaling.Find(labels, probabilities, classes),
            Threshold = ThresholdOf(probabilities, validation, threshold),
        };
    }

    /// <summary>The threshold that a criterion chooses; 0.5 for more than two classes, or where there is no validation picture.</summary>
    public static float ThresholdOf(ReadOnlySpan<float> probabilities, Examples validation, ThresholdCriterion threshold) =>
        validation.Count == 0 || validation.Images.Classes.Count != 2 ? Decision.Threshold
            : threshold.Choose([.. Enumerable.Range(0, validation.Count).Select(validation.Label)], probabilities);
}
