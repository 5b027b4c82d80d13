using Thaw.Evaluation;

namespace Thaw.Comparison.Evidence;

/// <summary>
/// Intervals of means over test pictures and seeds, from the draws that <see cref="Evaluator"/> makes too: the same pictures or groups, and the
/// same seeds. A picture's value may be any number from 0 to 1, such as the share of its corrupted versions that were told right: what is drawn
/// is the picture with all its versions.
/// </summary>
/// <param name="labels">Each picture's label.</param>
/// <param name="groups">Each picture's group, or null.</param>
/// <param name="resamples">How many resamples.</param>
internal sealed class ShiftResampling(int[] labels, IReadOnlyList<string>? groups, int resamples)
{
    private readonly Resampler _resampler = new(labels, groups, 0);

    /// <summary>The mean with its interval.</summary>
    /// <param name="metric">What the values measure.</param>
    /// <param name="values">For each seed, a value a picture.</param>
    public MetricEstimate Mean(Metric metric, double[][] values)
    {
        double mean = MeanOf(values);
        return new MetricEstimate(metric, mean, mean is 0 or 1
            ? Intervals.Wilson(mean * _resampler.Units, _resampler.Units)
            : Intervals.Percentile(Replicates(values)));
    }

    /// <summary>The difference of two means with its interval, both on the same resamples.</summary>
    /// <param name="metric">What the values measure.</param>
    /// <param name="values">For each seed, a value a picture.</param>
    /// <param name="others">What is taken away, likewise.</param>
    public MetricEstimate Difference(Metric metric, double[][] values, double[][] others)
    {
        double difference = MeanOf(values) - MeanOf(others);
        double[] replicates = [.. Replicates(values).Zip(Replicates(others), (one, other) => one - other)];
        Interval interval = Intervals.Percentile(replicates);
        if (interval.Low != interval.High)
            return new MetricEstimate(metric, difference, interval);
        double reach = Intervals.Wilson(0, _resampler.Units).High;
        return new MetricEstimate(metric, difference, new Interval(Math.Max(-1, difference - reach), Math.Min(1, difference + reach)));
    }

    private static double MeanOf(double[][] values) => values.Average(seed => seed.Average());

    private double[] Replicates(double[][] values)
    {
        double[] means = new double[resamples];
        Parallel.For(0, resamples, () => (new int[labels.Length], new int[values.Length]), (index, _, drawn) =>
        {
            (int[] pictures, int[] seeds) = drawn;
            _resampler.DrawPictures(index, pictures);
            _resampler.DrawSeeds(index, seeds);
            double sum = 0;
            long weight = pictures.Sum(count => (long)count);
            for (int s = 0; s < values.Length; s++)
            {
                if (seeds[s] == 0)
                    continue;
                double ofSeed = 0;
                for (int i = 0; i < pictures.Length; i++)
                    ofSeed += pictures[i] * values[s][i];
                sum += seeds[s] * ofSeed / weight;
            }
            means[index] = sum / values.Length;
            return drawn;
        }, _ => { });
        return means;
    }
}
