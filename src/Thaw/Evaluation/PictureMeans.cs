namespace Thaw.Evaluation;

/// <summary>
/// Means over test pictures and seeds of any number a picture, such as the share of its corrupted versions that were told right, with intervals made as
/// <see cref="Scorecard"/> makes them: for new pictures (or groups) and new seeds.
/// </summary>
/// <param name="labels">Each picture's label; resamples keep the classes' counts.</param>
/// <param name="groups">Each picture's group, or null where pictures are independent.</param>
/// <param name="resamples">How many resamples the pictures' part of a variance comes from, at least 2.</param>
internal sealed class PictureMeans(int[] labels, IReadOnlyList<string>? groups, int resamples)
{
    // As Scorecard's: of a mean nothing of the interaction is taken off the seeds' part, of a difference half
    private const double OfMean = 0, OfDifference = 0.5;
    private readonly Resampler _resampler = new(labels, groups, 0);

    /// <summary>The mean of shares with its interval, within 0 to 1.</summary>
    /// <param name="values">For each seed, a value a picture, 0 to 1.</param>
    public (double Value, Interval Interval) Share(double[][] values)
    {
        (double mean, Uncertainty uncertainty) = Estimate(values, OfMean, []);
        return (mean, Intervals.Share(mean, uncertainty.IsUnknown ? new Uncertainty(0, 1) : uncertainty, _resampler.Units));
    }

    /// <summary>The difference of two means over the same pictures, the seeds of the two independent, with its interval within -1 to 1.</summary>
    /// <param name="values">For each seed, a value a picture.</param>
    /// <param name="others">What is taken away, likewise; none for the mean of values that are differences themselves.</param>
    public (double Value, Interval Interval) Difference(double[][] values, double[][] others)
    {
        (double mean, Uncertainty uncertainty) = Estimate(values, OfDifference, others);
        if (uncertainty.IsUnknown)
            return (mean, Interval.Unknown);
        if (uncertainty.IsNone)
        {
            double reach = Intervals.Wilson(0, _resampler.Units).High / StudentT.Critical(0.05, 1e6);
            uncertainty = new Uncertainty(reach * reach, 1e6);
        }
        Interval interval = Intervals.Symmetric(mean, uncertainty);
        return (mean, new Interval(Math.Max(-1, interval.Low), Math.Min(1, interval.High)));
    }

    private (double Mean, Uncertainty Uncertainty) Estimate(double[][] values, double share, double[][] others)
    {
        double mean = values.Average(seed => seed.Average()) - (others.Length == 0 ? 0 : others.Average(seed => seed.Average()));
        var means = new double[resamples];
        var moves = new (double First, double Second)[resamples];
        Parallel.For(0, resamples, () => new int[labels.Length], (index, _, weights) =>
        {
            _resampler.DrawPictures(index, weights);
            (double first, double firstSpread) = Drawn(values, weights);
            (double second, double secondSpread) = Drawn(others, weights);
            means[index] = first - second;
            moves[index] = (firstSpread, secondSpread);
            return weights;
        }, _ => { });
        double pictures = Intervals.VarianceOf(means) * _resampler.Inflation;
        if (double.IsNaN(pictures) || _resampler.Degrees == 0)
            return (mean, new Uncertainty(double.NaN, 1));
        return (mean, Uncertainty.Sum([
            (pictures, Math.Min(_resampler.Degrees, resamples - 1)),
            Spread(values, moves.Average(move => move.First)).Part(share),
            Spread(others, moves.Average(move => move.Second)).Part(share),
        ]));
    }

    private SeedSpread Spread(double[][] values, double interaction) => values.Length < 2 ? new SeedSpread(0, 0, 1)
        : new SeedSpread(VarianceOf([.. values.Select(seed => seed.Average())]) / values.Length, interaction * _resampler.Inflation / values.Length, values.Length - 1);

    // The mean over seeds on drawn pictures, and how unlike the seeds moved
    private static (double Mean, double Spread) Drawn(double[][] values, int[] weights)
    {
        if (values.Length == 0)
            return (0, 0);
        double all = weights.Sum(weight => (long)weight);
        double[] means = new double[values.Length], moves = new double[values.Length];
        for (int s = 0; s < values.Length; s++)
        {
            double sum = 0, plain = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * values[s][i];
                plain += values[s][i];
            }
            means[s] = sum / all;
            moves[s] = means[s] - plain / weights.Length;
        }
        return (means.Average(), values.Length < 2 ? 0 : VarianceOf(moves));
    }

    private static double VarianceOf(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
