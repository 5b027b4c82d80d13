namespace Thaw.Evaluation;

/// <summary>
/// Measures classifiers on one set of labelled pictures, with 95% intervals that say how far the numbers would move with other
/// pictures and other seeds.
/// <para>
/// The intervals are percentile bootstrap intervals (Efron 1979): the pictures are drawn again with replacement, and so are the
/// seeds where there is more than one, and the middle 95% of the values seen is the interval. Pictures are drawn within
/// classes, so that each resample has the test set's class counts; pictures that belong to a group are drawn together. Every
/// classifier is measured on the same resamples, so that differences are paired. A resample depends on the seed and its number
/// alone: results are the same on any machine and for any number of threads.
/// </para>
/// <para>
/// With one seed the interval knows nothing of the luck of training; with few seeds or groups it is somewhat too narrow. Where
/// every picture was told right (or wrong) by all seeds, resampling shows no spread, and accuracy gets Wilson's interval
/// instead.
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
        var replicates = new double[metrics.Count][];
        for (int m = 0; m < replicates.Length; m++)
            replicates[m] = new double[_resamples];
        Parallel.For(
            0,
            _resamples,
            () => new Workspace(_labels.Length, scores.Length, metrics.Count),
            (index, _, workspace) =>
            {
                _resampler.DrawPictures(index, workspace.Pictures);
                _resampler.DrawSeeds(index, workspace.Seeds);
                workspace.Measure(scores);
                for (int m = 0; m < replicates.Length; m++)
                    replicates[m][index] = workspace.Means[m];
                return workspace;
            },
            _ => { });
        var once = new Workspace(_labels.Length, scores.Length, metrics.Count);
        once.Pictures.AsSpan().Fill(1);
        once.Seeds.AsSpan().Fill(1);
        once.Measure(scores);
        return new Scorecard(metrics, once.Means, replicates, _resampler.Units);
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

    /// <summary>One thread's room for one resample.</summary>
    private sealed class Workspace(int pictures, int seeds, int metrics)
    {
        private readonly double[] _values = new double[metrics];

        public int[] Pictures { get; } = new int[pictures];

        public int[] Seeds { get; } = new int[seeds];

        public double[] Means { get; } = new double[metrics];

        public void Measure(Scores[] scores)
        {
            Array.Clear(Means);
            for (int s = 0; s < scores.Length; s++)
            {
                if (Seeds[s] == 0)
                    continue;
                scores[s].Measure(Pictures, _values);
                for (int m = 0; m < _values.Length; m++)
                    Means[m] += Seeds[s] * _values[m];
            }
            for (int m = 0; m < Means.Length; m++)
                Means[m] /= scores.Length;
        }
    }
}
