namespace Thaw.Evaluation;

/// <summary>A metric, or a difference of two, with its 95% interval.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The value on the test pictures, the mean over seeds; NaN where it is not defined.</param>
/// <param name="Interval">The 95% bootstrap interval; unknown where the value is not defined.</param>
public sealed record MetricEstimate(Metric Metric, double Value, Interval Interval);
