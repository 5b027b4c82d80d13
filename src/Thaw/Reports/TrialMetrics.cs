using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Reports;

/// <summary>One trial's own metrics on the test pictures.</summary>
internal static class TrialMetrics
{
    /// <summary>The values in the order of <see cref="Metrics.Of"/>; NaN where one is not defined.</summary>
    public static double[] Of(int[] labels, TrialResult trial, int classes)
    {
        var weights = new int[labels.Length];
        weights.AsSpan().Fill(1);
        var values = new double[Metrics.Of(classes).Count];
        new Scores(labels, trial.TestProbabilities.Span, classes, trial.Threshold).Measure(weights, values);
        return values;
    }

    /// <summary>The share of test pictures told right, which comes first of all metrics.</summary>
    public static double AccuracyOf(int[] labels, TrialResult trial, int classes) => Of(labels, trial, classes)[0];
}
