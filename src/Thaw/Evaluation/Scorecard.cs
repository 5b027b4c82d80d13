namespace Thaw.Evaluation;

/// <summary>
/// A classifier's metrics together with their resampled values, so that two classifiers measured by one <see cref="Evaluator"/>
/// can be compared on the same resamples. Made by <see cref="Evaluator.Evaluate(IReadOnlyList{ReadOnlyMemory{float}}, IReadOnlyList{float})"/>.
/// </summary>
public sealed class Scorecard
{
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly double[] _values;
    private readonly double[][] _replicates;
    private readonly int _units;

    internal Scorecard(IReadOnlyList<Metric> metrics, double[] values, double[][] replicates, int units)
    {
        _metrics = metrics;
        _values = values;
        _replicates = replicates;
        _units = units;
        Estimates = [.. metrics.Select((metric, m) => new MetricEstimate(metric, values[m], IntervalOf(m)))];
    }

    /// <summary>The metrics in the order of <see cref="Metrics.Of"/>, each the mean over seeds with its 95% interval.</summary>
    public IReadOnlyList<MetricEstimate> Estimates { get; }

    /// <summary>
    /// This classifier minus another, metric by metric, with the 95% intervals of the paired differences. Where neither
    /// classifier ever differs from being all right (or all wrong), the interval of the accuracy's difference reaches as far to
    /// both sides as Wilson's interval of 0.
    /// </summary>
    /// <param name="other">The other classifier, measured by the same evaluator.</param>
    /// <exception cref="ArgumentException">The other was measured on other metrics or resamples.</exception>
    public IReadOnlyList<MetricEstimate> Minus(Scorecard other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._metrics.Count != _metrics.Count || other._replicates[0].Length != _replicates[0].Length || other._units != _units)
            throw new ArgumentException("Expected a scorecard of the same evaluator, got one of another.", nameof(other));
        var differences = new MetricEstimate[_metrics.Count];
        var resampled = new double[_replicates[0].Length];
        for (int m = 0; m < differences.Length; m++)
        {
            for (int r = 0; r < resampled.Length; r++)
                resampled[r] = _replicates[m][r] - other._replicates[m][r];
            double difference = _values[m] - other._values[m];
            Interval interval = double.IsNaN(difference) ? Interval.Unknown : Intervals.Percentile(resampled);
            if (IsAccuracy(m) && interval.Low == interval.High)
            {
                double reach = Intervals.Wilson(0, _units).High;
                interval = new Interval(Math.Max(-1, difference - reach), Math.Min(1, difference + reach));
            }
            differences[m] = new MetricEstimate(_metrics[m], difference, interval);
        }
        return differences;
    }

    private Interval IntervalOf(int m)
    {
        if (double.IsNaN(_values[m]))
            return Interval.Unknown;
        if (IsAccuracy(m) && _values[m] is 0 or 1)
            return Intervals.Wilson(_values[m] * _units, _units);
        return Intervals.Percentile([.. _replicates[m]]);
    }

    private bool IsAccuracy(int m) => _metrics[m] is Metric.Accuracy or Metric.MicroAccuracy;
}
