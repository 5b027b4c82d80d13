namespace Thaw.Evaluation.Probes;

/// <summary>
/// A linear classifier on features: how well a network's representation separates classes (Alain and Bengio 2016, "Understanding intermediate layers using
/// linear classifier probes"). Least squares on one number a class over standardised features, with an L2 penalty that is chosen among 15 by the squared error
/// on pictures left out one at a time (or a group at a time), which follows in closed form from one decomposition. Nothing is random, and results are the
/// same for any number of threads.
/// </summary>
public sealed class LinearProbe
{
    /// <summary>More pictures than this are not fitted: those that come first in a fixed shuffle are.</summary>
    public const int MostPictures = 5_000;

    private readonly double[] _weights, _biases;
    private readonly double _sharpness;
    private readonly int _width;

    private LinearProbe(int width, int classes, double penalty, double sharpness, double heldOut, (double[] Weights, double[] Biases) coefficients)
    {
        (_width, Classes, Penalty, _sharpness, HeldOutAccuracy) = (width, classes, penalty, sharpness, heldOut);
        (_weights, _biases) = coefficients;
    }

    /// <summary>How many classes it tells apart.</summary>
    public int Classes { get; }

    /// <summary>The chosen penalty on the squared weights, a picture: 1e-4 to 1e3.</summary>
    public double Penalty { get; }

    /// <summary>Accuracy on the pictures of the fit, each (or its group) left out in turn: a little too high, since the penalty was chosen on them.</summary>
    public double HeldOutAccuracy { get; }

    /// <summary>Fits a probe.</summary>
    /// <param name="features">[pictures, width], finite; a constant feature is ignored.</param>
    /// <param name="width">Features a picture, at least 1. The cost is that of min(pictures, width)³ + pictures x width x min(pictures, width).</param>
    /// <param name="labels">The class of each picture, 0 to <paramref name="classes"/> - 1; at least 2 pictures. A class may have none.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="groups">Which pictures belong together and are left out together, a name (or null) a picture; null where none do.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is out of range or a feature is not finite.</exception>
    public static LinearProbe Fit(ReadOnlySpan<float> features, int width, IReadOnlyList<int> labels, int classes, IReadOnlyList<string?>? groups = null)
    {
        int[] all = Check(features, width, labels, classes, groups), chosen = ProbeFolds.Choose(all.Length, MostPictures);
        if (chosen.Length < all.Length)
            return Fit(Rows(features, width, chosen), width, [.. chosen.Select(i => all[i])], classes, groups is null ? null : [.. chosen.Select(i => groups[i])]);
        (RidgePath path, double penalty, double[] heldOut) = Choose(features, width, all, classes, groups);
        int hits = Enumerable.Range(0, all.Length).Count(i => Best(heldOut, i, all.Length, classes) == all[i]);
        return new LinearProbe(width, classes, penalty / all.Length, Sharpness(heldOut, all, classes), (double)hits / all.Length, path.Coefficients(penalty));
    }

    /// <summary>
    /// The accuracy on pictures that neither the fit nor the choice of the penalty has seen: the pictures are dealt into folds, and those of each fold get their
    /// classes from a probe that was fitted, penalty and all, on the other folds.
    /// </summary>
    /// <param name="features">[pictures, width], finite.</param>
    /// <param name="width">Features a picture, at least 1.</param>
    /// <param name="labels">The class of each picture, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="folds">At least 2; no more than there are groups are made.</param>
    /// <param name="groups">Which pictures belong together and stay in one fold, a name (or null) a picture; null where none do.</param>
    /// <param name="threads">Threads to use, at least 1; they do not change the result.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is out of range, a feature is not finite, or there are fewer than two groups.</exception>
    public static ProbeAccuracy CrossValidated(float[] features, int width, IReadOnlyList<int> labels, int classes, int folds = 5,
        IReadOnlyList<string?>? groups = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int[] all = Check(features, width, labels, classes, groups), chosen = ProbeFolds.Choose(all.Length, MostPictures);
        float[] rows = chosen.Length == all.Length ? features : Rows(features, width, chosen);
        int[] truth = [.. chosen.Select(i => all[i])];
        string?[]? names = groups is null ? null : [.. chosen.Select(i => groups[i])];
        int[][] units = ProbeFolds.Units(truth.Length, names);
        if (units.Length < 2)
            throw new ArgumentException("Expected pictures of two groups or more, since a probe is tested on other groups than it is fitted on; got one.", nameof(groups));
        int[] foldOf = ProbeFolds.Deal(truth, classes, units, Math.Min(folds, units.Length)), found = new int[truth.Length];
        Parallel.For(0, foldOf.Max() + 1, new ParallelOptions { MaxDegreeOfParallelism = threads }, fold =>
        {
            int[] inside = [.. Enumerable.Range(0, truth.Length).Where(i => foldOf[i] != fold)], outside = [.. Enumerable.Range(0, truth.Length).Where(i => foldOf[i] == fold)];
            (RidgePath path, double penalty, _) = Choose(Rows(rows, width, inside), width, [.. inside.Select(i => truth[i])], classes,
                names is null ? null : [.. inside.Select(i => names[i])]);
            var probe = new LinearProbe(width, classes, penalty, 1, double.NaN, path.Coefficients(penalty));
            float[] scores = probe.Scores(Rows(rows, width, outside));
            for (int i = 0; i < outside.Length; i++)
                found[outside[i]] = Best(scores, i, classes);
        });
        int[] predictions = new int[all.Length];
        Array.Fill(predictions, -1);
        for (int i = 0; i < chosen.Length; i++)
            predictions[chosen[i]] = found[i];
        double accuracy = (double)truth.Where((label, i) => label == found[i]).Count() / truth.Length;
        // Pictures of a group are right or wrong together: the spread is that of the groups' sums
        double squares = units.Sum(unit => Math.Pow(unit.Sum(i => (found[i] == truth[i] ? 1 : 0) - accuracy), 2));
        double error = Math.Sqrt(squares * units.Length / (units.Length - 1.0)) / truth.Length;
        return new ProbeAccuracy(accuracy, error, predictions);
    }

    /// <summary>Probabilities of the classes: a softmax over the scores, as sharp as fits the left-out pictures best.</summary>
    /// <param name="features">[pictures, width].</param>
    /// <returns>[pictures, classes]; each row sums to 1.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of the width.</exception>
    public float[] Probabilities(ReadOnlySpan<float> features)
    {
        float[] scores = Scores(features);
        for (int first = 0; first < scores.Length; first += Classes)
        {
            Span<float> row = scores.AsSpan(first, Classes);
            double most = row[0], sum = 0;
            foreach (float score in row)
                most = Math.Max(most, score);
            foreach (float score in row)
                sum += Math.Exp(_sharpness * (score - most));
            foreach (ref float score in row)
                score = (float)(Math.Exp(_sharpness * (score - most)) / sum);
        }
        return scores;
    }

    /// <summary>Share of pictures whose class gets the highest score; of equal scores the first counts.</summary>
    /// <param name="features">[pictures, width].</param>
    /// <param name="labels">The class of each picture; at least one.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public double Accuracy(ReadOnlySpan<float> features, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count == 0 || features.Length != labels.Count * _width)
            throw new ArgumentException($"Expected rows of {_width} features for one or more labels, got {features.Length} features and {labels.Count} labels.");
        float[] scores = Scores(features);
        return (double)Enumerable.Range(0, labels.Count).Count(i => Best(scores, i, Classes) == labels[i]) / labels.Count;
    }

    private float[] Scores(ReadOnlySpan<float> features)
    {
        if (features.Length % _width != 0)
            throw new ArgumentException($"Expected rows of {_width} features, got {features.Length} numbers.", nameof(features));
        int count = features.Length / _width;
        float[] scores = new float[count * Classes];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> x = features.Slice(i * _width, _width);
            for (int c = 0; c < Classes; c++)
            {
                double sum = _biases[c];
                for (int k = 0; k < x.Length; k++)
                    sum += _weights[c * _width + k] * x[k];
                scores[i * Classes + c] = (float)sum;
            }
        }
        return scores;
    }

    private static (RidgePath Path, double Penalty, double[] HeldOut) Choose(ReadOnlySpan<float> features, int width, int[] labels, int classes,
        IReadOnlyList<string?>? groups)
    {
        var path = new RidgePath(features, width, labels, classes);
        int[][]? units = groups is null ? null : ProbeFolds.Units(labels.Length, groups);
        if (units is { Length: 1 })
            units = null;
        (double best, double penalty, double[] heldOut) = (double.PositiveInfinity, 0, []);
        // From strong to weak, so that of equal errors the stronger penalty stays
        for (int step = 6; step >= -8; step--)
        {
            double candidate = labels.Length * Math.Pow(10, step / 2.0), error = 0;
            double[] scores = path.HeldOut(candidate, units);
            for (int c = 0; c < classes; c++)
            {
                for (int i = 0; i < labels.Length; i++)
                {
                    double wrong = path.Target(i, c) - scores[c * labels.Length + i];
                    error += wrong * wrong;
                }
            }
            if (error < best)
                (best, penalty, heldOut) = (error, candidate, scores);
        }
        return (path, penalty, heldOut);
    }

    // The factor of the scores before the softmax with the lowest log loss on left-out pictures, by steps of a tenth of an octave at the end
    private static double Sharpness(double[] heldOut, int[] labels, int classes)
    {
        double best = 0, step = 2;
        double lowest = Loss(heldOut, labels, classes, 1);
        for (; step > 0.05; step /= 2)
        {
            foreach (double direction in (double[])[-step, step])
            {
                while (Math.Abs(best + direction) <= 10 && Loss(heldOut, labels, classes, Math.Pow(2, best + direction)) is var loss && loss < lowest)
                    (lowest, best) = (loss, best + direction);
            }
        }
        return Math.Pow(2, best);
    }

    private static double Loss(double[] scores, int[] labels, int classes, double sharpness)
    {
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double own = scores[labels[i] * labels.Length + i], sum = 0;
            for (int c = 0; c < classes; c++)
                sum += Math.Exp(sharpness * (scores[c * labels.Length + i] - own));
            loss += Math.Log(sum);
        }
        return loss;
    }

    private static int Best(double[] scores, int picture, int count, int classes)
    {
        int best = 0;
        for (int c = 1; c < classes; c++)
        {
            if (scores[c * count + picture] > scores[best * count + picture])
                best = c;
        }
        return best;
    }

    private static int Best(float[] scores, int picture, int classes)
    {
        int best = 0;
        for (int c = 1; c < classes; c++)
        {
            if (scores[picture * classes + c] > scores[picture * classes + best])
                best = c;
        }
        return best;
    }

    private static float[] Rows(ReadOnlySpan<float> features, int width, int[] chosen)
    {
        float[] rows = new float[chosen.Length * width];
        for (int i = 0; i < chosen.Length; i++)
            features.Slice(chosen[i] * width, width).CopyTo(rows.AsSpan(i * width));
        return rows;
    }

    private static int[] Check(ReadOnlySpan<float> features, int width, IReadOnlyList<int> labels, int classes, IReadOnlyList<string?>? groups)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (labels.Count < 2 || features.Length != (long)labels.Count * width)
            throw new ArgumentException($"Expected rows of {width} features for two or more labels, got {features.Length} features and {labels.Count} labels.");
        if (groups is not null && groups.Count != labels.Count)
            throw new ArgumentException($"Expected a group a picture, got {groups.Count} for {labels.Count} pictures.", nameof(groups));
        foreach (int label in labels)
        {
            if (label < 0 || label >= classes)
                throw new ArgumentException($"Expected labels of 0 to {classes - 1}, got {label}.", nameof(labels));
        }
        foreach (float feature in features)
        {
            if (!float.IsFinite(feature))
                throw new ArgumentException("Expected finite features, got one that is not.", nameof(features));
        }
        return [.. labels];
    }
}
