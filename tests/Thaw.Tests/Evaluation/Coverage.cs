using Thaw.Evaluation;

namespace Thaw.Tests.Evaluation;

/// <summary>Counts how often intervals hold the truth over simulated comparisons of one regime.</summary>
internal sealed class Coverage
{
    /// <summary>What is counted: each metric of the second plan, and its difference from the first.</summary>
    public static readonly string[] Columns = ["accuracy", "difference", "area", "its difference", "log loss", "its difference"];

    private readonly int[] _held = new int[Columns.Length];
    private readonly int[] _asked = new int[Columns.Length];

    public static Coverage Of(Regime regime, int rounds, int resamples, ulong first = 0)
    {
        var coverage = new Coverage();
        for (int round = 0; round < rounds; round++)
        {
            var made = new SimulatedComparison(regime, first + (ulong)round);
            var evaluator = new Evaluator(made.Labels, regime.Classes, made.Groups, resamples, seed: (ulong)round);
            Scorecard[] cards = [.. made.Probabilities.Select(seeds => evaluator.Evaluate([.. seeds.Select(rows => (ReadOnlyMemory<float>)rows)]))];
            IReadOnlyList<MetricEstimate> differences = cards[1].Minus(cards[0]);
            coverage.Count(0, cards[1].Estimates, Metrics.AccuracyOf(regime.Classes), made.Accuracy(1));
            coverage.Count(1, differences, Metrics.AccuracyOf(regime.Classes), made.Accuracy(1) - made.Accuracy(0));
            if (regime.Classes > 2)
                continue;
            coverage.Count(2, cards[1].Estimates, Metric.AreaUnderRocCurve, made.Area(1));
            coverage.Count(3, differences, Metric.AreaUnderRocCurve, made.Area(1) - made.Area(0));
            coverage.Count(4, cards[1].Estimates, Metric.LogLoss, made.Loss(1));
            coverage.Count(5, differences, Metric.LogLoss, made.Loss(1) - made.Loss(0));
        }
        return coverage;
    }

    /// <summary>The share of intervals that held the truth; NaN where none was asked for.</summary>
    public double this[int column] => (double)_held[column] / _asked[column];

    /// <summary>The same over several regimes, each counting alike.</summary>
    public static double MeanOf(IEnumerable<Coverage> regimes, int column) => regimes.Where(c => c._asked[column] > 0).Average(c => c[column]);

    public override string ToString() => string.Join(" | ", Enumerable.Range(0, Columns.Length)
        .Select(c => _asked[c] == 0 ? "-" : (100 * this[c]).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)));

    private void Count(int column, IReadOnlyList<MetricEstimate> estimates, Metric metric, double truth)
    {
        _asked[column]++;
        if (estimates.Single(estimate => estimate.Metric == metric).Interval.Contains(truth))
            _held[column]++;
    }
}
