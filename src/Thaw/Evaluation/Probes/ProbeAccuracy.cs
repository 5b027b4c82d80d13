namespace Thaw.Evaluation.Probes;

/// <summary>How well a linear probe tells the classes of pictures that it was not fitted on.</summary>
/// <param name="Accuracy">Share of the pictures whose class it finds, 0 to 1.</param>
/// <param name="StandardError">Its standard error over pictures, or over groups where there are any; NaN with fewer than two of them.</param>
/// <param name="Predictions">The class found for each picture, in the order of the pictures; -1 for those that were left out because there are too many.</param>
public sealed record ProbeAccuracy(double Accuracy, double StandardError, IReadOnlyList<int> Predictions);
