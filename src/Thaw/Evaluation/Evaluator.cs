namespace Thaw.Evaluation;

/// <summary>
/// Measures classifiers on one set of labelled pictures, with 95% intervals for what the numbers would be on average over new pictures of the
/// same kind and newly trained seeds. With one seed an interval is about that one trained network, on new pictures.
/// <para>
/// The variance of a mean over seeds has two parts. That of the pictures comes from a bootstrap (Efron 1979): pictures are drawn again with
/// replacement, within classes, so that each resample has the test set's class counts; pictures that belong to a group are drawn together.
/// Every classifier is measured on the same resamples, so that differences are paired. That of the seeds is the variance between the seeds'
/// own values over their number. Intervals take Student's t with Satterthwaite's degrees of freedom (1946), since few seeds tell their own
/// variance badly. Shares (accuracy, areas, precision, recall) get the form of Wilson's interval (1927) with as many pictures as give the
/// same variance, log losses an interval on the logarithm's scale, differences a symmetric one. A resample depends on the seed and its number
/// alone: results are the same on any machine and for any number of threads.
/// </para>
/// <para>
/// Where no spread was seen (every picture was told right by all seeds, for example), a share gets Wilson's interval of the pictures.
/// </para>
/// </summary>
public sealed class Evaluator
{
    /// <summary>The number of resamples where none is given: 2,000.</summary>
    public const int DefaultResamples = 2000;

    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int _resamples;
    private readonly Resampler _resampler;

    /// <summary>Takes the test pictures.</summary>
    /// <param name="labels">Each picture's true label, in [0, <paramref name="classes"/>); at least one picture.</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <param name="groups">Each picture's group, or null where pictures are independent.</param>
    /// <param name="resamples">How many resamples, at least 1; 2,000 by default.</param>
    /// <param name="seed">Where the resamples start.</param>
    /// <exception cref="ArgumentException">
    /// There are no pictures, a label is out of range or the number of groups does not fit.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="classes"/> or <paramref name="resamples"/> is too small.
    /// </exception>
    public Evaluator(
        IReadOnlyList<int> labels, int classes, IReadOnlyList<string>? groups = null, int resamples = DefaultResamples, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (labels.Count == 0)
            throw new ArgumentException("Expected at least one picture to measure on, got none.", nameof(labels));
        if (groups is not null && groups.Count != labels.Count)
            throw new ArgumentException($"Expected {labels.Count} groups, one a picture, got {groups.Count}.", nameof(groups));
        foreach (int label in labels)
        {
            if (label < 0 || label >= classes)
                throw new ArgumentException($"Expected labels from 0 to {classes - 1}, got {label}.", nameof(labels));
        }
        _labels = [.. labels];
        _classes = classes;
        _resamples = resamples;
        _resampler = new Resampler(_labels, groups, seed);
    }

    /// <summary>Measures a classifier that was trained once.</summary>
    /// <param name="probabilities">
    /// <c>[picture, class]</c>, a row after another, each 0 to 1; NaN, as diverged training gives, counts as 0.
    /// </param>
    /// <param name="threshold">Of two classes, the probability from which class 1 is told; 0.5 by default.</param>
    /// <exception cref="ArgumentException">The size does not fit, or a probability is out of range.</exception>
    public Scorecard Evaluate(ReadOnlyMemory<float> probabilities, float threshold = Decision.Threshold) => Evaluate([probabilities], [threshold]);

    /// <summary>Measures a classifier that was trained once a seed: the mean over seeds.</summary>
    /// <param name="probabilities">For each seed, <c>[picture, class]</c>, a row after another; at least one seed.</param>
    /// <param name="thresholds">Of two classes, each seed's probability from which class 1 is told; null, the default, for 0.5.</param>
    /// <exception cref="ArgumentException">There is no seed, a size does not fit, or a probability is out of range.</exception>
    public Scorecard Evaluate(IReadOnlyList<ReadOnlyMemory<float>> probabilities, IReadOnlyList<float>? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Count == 0)
            throw new ArgumentException("Expected the probabilities of at least one seed, got none.", nameof(probabilities));
        if (thresholds is not null && thresholds.Count != probabilities.Count)
            throw new ArgumentException($"Expected {probabilities.Count} thresholds, one a seed, got {thresholds.Count}.", nameof(thresholds));
        Scores[] scores = [.. probabilities.Select((p, seed) => new Scores(_labels, p.Span, _classes, thresholds?[seed] ?? Decision.Threshold))];
        IReadOnlyList<Metric> metrics = Metrics.Of(_classes);
        int seeds = scores.Length, count = metrics.Count;
        var own = new double[seeds * count];
        MeasureAll(scores, [.. Enumerable.Repeat(1, _labels.Length)], own);
        var means = new double[count][];
        var moves = new double[count][];
        for (int m = 0; m < count; m++)
            (means[m], moves[m]) = (new double[_resamples], new double[_resamples]);
        Parallel.For(
            0,
            _resamples,
            () => (Pictures: new int[_labels.Length], Values: new double[seeds * count]),
            (index, _, room) =>
            {
                _resampler.DrawPictures(index, room.Pictures);
                MeasureAll(scores, room.Pictures, room.Values);
                for (int m = 0; m < count; m++)
                {
                    means[m][index] = MeanOf(room.Values, m, count);
                    for (int s = 0; s < seeds; s++)
                        room.Values[s * count + m] -= own[s * count + m];
                    moves[m][index] = VarianceOf(room.Values, m, count);
                }
                return room;
            },
            _ => { });
        var values = new double[count];
        var spreads = new SeedSpread[count];
        for (int m = 0; m < count; m++)
        {
            values[m] = MeanOf(own, m, count);
            double[] known = [.. moves[m].Where(move => !double.IsNaN(move))];
            double interaction = known.Length == 0 ? 0 : known.Average() * _resampler.Inflation;
            spreads[m] = new SeedSpread(VarianceOf(own, m, count) / seeds, interaction / seeds, seeds - 1);
        }
        return new Scorecard(metrics, values, means, spreads, _resampler);
    }

    /// <summary>Tests whether two trained models err equally often on the pictures; see <see cref="McNemar"/>.</summary>
    /// <param name="first">The first model's probabilities, <c>[picture, class]</c>.</param>
    /// <param name="second">The second model's probabilities.</param>
    /// <param name="firstThreshold">Of two classes, the probability from which the first tells class 1; 0.5 by default.</param>
    /// <param name="secondThreshold">The same of the second.</param>
    /// <exception cref="ArgumentException">A size does not fit, or a probability is out of range.</exception>
    public McNemar Compare(ReadOnlyMemory<float> first, ReadOnlyMemory<float> second, float firstThreshold = Decision.Threshold,
        float secondThreshold = Decision.Threshold)
    {
        ReadOnlySpan<int> one = new Scores(_labels, first.Span, _classes, firstThreshold).Predicted;
        ReadOnlySpan<int> other = new Scores(_labels, second.Span, _classes, secondThreshold).Predicted;
        int onlyFirst = 0, onlySecond = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            bool firstRight = one[i] == _labels[i], secondRight = other[i] == _labels[i];
            if (firstRight && !secondRight)
                onlyFirst++;
            else if (secondRight && !firstRight)
                onlySecond++;
        }
        return McNemar.Of(onlyFirst, onlySecond);
    }

    /// <summary>Measures every seed: <c>[seed, metric]</c>.</summary>
    private static void MeasureAll(Scores[] scores, ReadOnlySpan<int> weights, Span<double> values)
    {
        int metrics = values.Length / scores.Length;
        for (int s = 0; s < scores.Length; s++)
            scores[s].Measure(weights, values.Slice(s * metrics, metrics));
    }

    private static double MeanOf(ReadOnlySpan<double> values, int metric, int metrics)
    {
        double sum = 0;
        for (int i = metric; i < values.Length; i += metrics)
            sum += values[i];
        return sum / (values.Length / metrics);
    }

    /// <summary>The sample variance over seeds; 0 for one seed.</summary>
    private static double VarianceOf(ReadOnlySpan<double> values, int metric, int metrics)
    {
        int seeds = values.Length / metrics;
        if (seeds == 1)
            return 0;
        double mean = MeanOf(values, metric, metrics), sum = 0;
        for (int i = metric; i < values.Length; i += metrics)
            sum += (values[i] - mean) * (values[i] - mean);
        return sum / (seeds - 1);
    }
}
