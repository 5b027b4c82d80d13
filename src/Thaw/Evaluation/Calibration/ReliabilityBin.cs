namespace Thaw.Evaluation.Calibration;

/// <summary>The answers of a classifier that were about equally confident.</summary>
/// <param name="Low">Confidences of the bin are above this; the first bin holds 0 too.</param>
/// <param name="High">Confidences of the bin are at most this.</param>
/// <param name="Count">How many answers, 0 or more.</param>
/// <param name="Confidence">Their mean confidence, 0 to 1; NaN where there are none.</param>
/// <param name="Accuracy">The share of them that is right, 0 to 1; NaN where there are none.</param>
public sealed record ReliabilityBin(double Low, double High, int Count, double Confidence, double Accuracy);
