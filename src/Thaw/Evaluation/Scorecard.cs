namespace Thaw.Evaluation;

/// <summary>
/// A classifier's metrics together with their resampled values, so that two classifiers measured by one <see cref="Evaluator"/>
/// can be compared on the same resamples. Made by <see cref="Evaluator.Evaluate(IReadOnlyList{ReadOnlyMemory{float}}, IReadOnlyList{float})"/>.
/// </summary>
public sealed class Scorecard
{
    /// <summary>The largest log loss in nats: that of the least probability that counts, 1e-15.</summary>
    private static readonly double MostNats = -Math.Log(1e-15);

    /// <summary>
    /// Which share of the interaction is taken off the seeds' part of a variance. Nothing of it for a metric itself, whose picture part is far
    /// larger; half of it for a difference, whose picture part may be all interaction. Simulated coverage settled both.
    /// </summary>
    private const double OfMetric = 0, OfDifference = 0.5;

    /// <summary>So many degrees of freedom that Student's t is the normal distribution.</summary>
    private const double Known = 1e6;

    private readonly IReadOnlyList<Metric> _metrics;
    private readonly double[] _values;
    private readonly double[][] _replicates;
    private readonly SeedSpread[] _spreads;
    private readonly Resampler _resampler;

    internal Scorecard(IReadOnlyList<Metric> metrics, double[] values, double[][] replicates, SeedSpread[] spreads, Resampler resampler)
    {
        _metrics = metrics;
        _values = values;
        _replicates = replicates;
        _spreads = spreads;
        _resampler = resampler;
        Estimates = [.. metrics.Select((metric, m) => new MetricEstimate(metric, values[m], IntervalOf(m)))];
    }

    /// <summary>The metrics in the order of <see cref="Metrics.Of"/>, each the mean over seeds with its 95% interval.</summary>
    public IReadOnlyList<MetricEstimate> Estimates { get; }

    /// <summary>
    /// This classifier minus another, metric by metric, with the 95% intervals and p-values of the paired differences. The luck of the two
    /// classifiers' seeds counts as independent. Where resampling shows no spread between the two, the interval of the accuracy's difference
    /// reaches as far to both sides as Wilson's interval of 0.
    /// </summary>
    /// <param name="other">The other classifier, measured by the same evaluator.</param>
    /// <exception cref="ArgumentException">The other was measured on other metrics or resamples.</exception>
    public IReadOnlyList<MetricEstimate> Minus(Scorecard other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._metrics.Count != _metrics.Count || other._replicates[0].Length != _replicates[0].Length || other._resampler.Units != _resampler.Units)
            throw new ArgumentException("Expected a scorecard of the same evaluator, got one of another.", nameof(other));
        return [.. _metrics.Select((_, m) => Difference(other, m))];
    }

    private MetricEstimate Difference(Scorecard other, int m)
    {
        Metric metric = _metrics[m];
        double difference = _values[m] - other._values[m];
        var resampled = new double[_replicates[m].Length];
        for (int r = 0; r < resampled.Length; r++)
            resampled[r] = _replicates[m][r] - other._replicates[m][r];
        Uncertainty uncertainty = Sum(resampled, _spreads[m].Part(OfDifference), other._spreads[m].Part(OfDifference));
        if (double.IsNaN(difference) || uncertainty.IsUnknown)
            return new MetricEstimate(metric, difference, Interval.Unknown);
        if (IsAccuracy(m) && uncertainty.IsNone)
        {
            double reach = Intervals.Wilson(0, _resampler.Units).High / Intervals.Z;
            uncertainty = new Uncertainty(reach * reach, Known);
        }
        Interval interval = Intervals.Symmetric(difference, uncertainty);
        if (IsUpToOne(m))
            interval = new Interval(Math.Max(-1, interval.Low), Math.Min(1, interval.High));
        double p = uncertainty.IsNone ? (difference == 0 ? 1 : double.NaN) : StudentT.BothTails(difference / uncertainty.Error, uncertainty.Degrees);
        return new MetricEstimate(metric, difference, interval) { PValue = p };
    }

    private Interval IntervalOf(int m)
    {
        double value = _values[m];
        Uncertainty uncertainty = Sum(_replicates[m], _spreads[m].Part(OfMetric), (0, 1));
        if (double.IsNaN(value) || (uncertainty.IsUnknown && !IsAccuracy(m)))
            return Interval.Unknown;
        if (IsUpToOne(m))
        {
            int observations = IsAccuracy(m) ? _resampler.Units : _resampler.FewestUnits;
            return Intervals.Share(value, uncertainty.IsUnknown ? new Uncertainty(0, 1) : uncertainty, observations);
        }
        // In the order of the metrics the loss stands before its reduction
        if (_metrics[m] == Metric.LogLoss)
            return Intervals.Positive(value, uncertainty, _metrics.Contains(Metric.Accuracy) ? MostNats / Math.Log(2) : MostNats);
        Interval left = Intervals.Positive(1 - value, uncertainty, double.MaxValue);
        return new Interval(1 - left.High, 1 - left.Low);
    }

    /// <summary>The pictures' part, from resampled values, and the seeds' parts.</summary>
    private Uncertainty Sum(ReadOnlySpan<double> resampled, (double Variance, double Degrees) seeds, (double Variance, double Degrees) others)
    {
        double pictures = Intervals.VarianceOf(resampled) * _resampler.Inflation;
        return double.IsNaN(pictures) || _resampler.Degrees == 0
            ? new Uncertainty(double.NaN, 1)
            : Uncertainty.Sum([(pictures, Math.Min(_resampler.Degrees, resampled.Length - 1)), seeds, others]);
    }

    /// <summary>Whether the metric lies in 0 to 1.</summary>
    private bool IsUpToOne(int m) => _metrics[m] is not (Metric.LogLoss or Metric.LogLossReduction);

    private bool IsAccuracy(int m) => _metrics[m] is Metric.Accuracy or Metric.MicroAccuracy;
}
