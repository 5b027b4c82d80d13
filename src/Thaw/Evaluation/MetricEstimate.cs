namespace Thaw.Evaluation;

/// <summary>A metric, or a difference of two, with its 95% interval.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The value on the test pictures, the mean over seeds; NaN where it is not defined.</param>
/// <param name="Interval">The 95% interval; unknown where the value is not defined.</param>
public sealed record MetricEstimate(Metric Metric, double Value, Interval Interval)
{
    /// <summary>
    /// Of a difference: how likely one at least as large is where there is none, 0 to 1, by the t test that belongs to the interval; NaN where it
    /// is not known, and of a metric itself. Not adjusted for other tests.
    /// </summary>
    public double PValue { get; init; } = double.NaN;
}
