namespace Thaw.Evaluation;

/// <summary>
/// One model's probabilities for labelled pictures, made ready to be measured many times under different weights: decided,
/// turned to losses and sorted once, so that a measurement is a pass over the pictures. NaN, which diverged training gives,
/// counts as 0; what rounding put beyond 0 or 1, by 0.001 at most, counts as 0 or 1.
/// </summary>
internal sealed class Scores
{
    private const double LeastProbability = 1e-15;
    private const float Slack = 1e-3f;
    private readonly int _classes;
    private readonly int[] _labels;
    private readonly int[] _predicted;
    private readonly double[] _losses;
    private readonly int[] _order = [];
    private readonly float[] _sorted = [];

    /// <summary>Takes a model's probabilities.</summary>
    /// <param name="labels">The true labels, each in [0, <paramref name="classes"/>); kept, not copied.</param>
    /// <param name="probabilities"><c>[picture, class]</c>, a row after another.</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <param name="threshold">Of two classes, the probability from which class 1 is told.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a probability is further than 0.001 beyond 0 or 1.</exception>
    public Scores(int[] labels, ReadOnlySpan<float> probabilities, int classes, float threshold = Decision.Threshold)
    {
        if (probabilities.Length != labels.Length * classes)
        {
            throw new ArgumentException(
                $"Expected {labels.Length} x {classes} probabilities, got {probabilities.Length}.", nameof(probabilities));
        }
        _classes = classes;
        _labels = labels;
        _predicted = new int[labels.Length];
        _losses = new double[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> row = probabilities.Slice(i * classes, classes);
            foreach (float p in row)
            {
                if (p < -Slack || p > 1 + Slack)
                    throw new ArgumentException($"Expected probabilities from 0 to 1, got {p} for picture {i}.", nameof(probabilities));
            }
            _predicted[i] = Decision.Of(row, threshold);
            double loss = -Math.Log(Math.Clamp(ZeroIfNaN(row[labels[i]]), LeastProbability, 1));
            _losses[i] = classes == 2 ? loss / Math.Log(2) : loss;
        }
        if (classes == 2)
        {
            var keys = new float[labels.Length];
            for (int i = 0; i < keys.Length; i++)
                keys[i] = -ZeroIfNaN(probabilities[i * 2 + 1]);
            _order = [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i])];
            _sorted = [.. _order.Select(i => keys[i])];
        }
    }

    /// <summary>The class told for each picture.</summary>
    public ReadOnlySpan<int> Predicted => _predicted;

    /// <summary>Measures every metric of <see cref="Metrics.Of"/>.</summary>
    /// <param name="weights">How often each picture counts, 0 or more.</param>
    /// <param name="values">Receives the values in the order of <see cref="Metrics.Of"/>; NaN where one is not defined.</param>
    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        if (_classes == 2)
            MeasureTwo(weights, values);
        else
            MeasureMany(weights, values);
    }

    private void MeasureTwo(ReadOnlySpan<int> weights, Span<double> values)
    {
        double truePositive = 0, falsePositive = 0, trueNegative = 0, falseNegative = 0, loss = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            int weight = weights[i];
            loss += weight * _losses[i];
            if (_labels[i] == 1)
            {
                if (_predicted[i] == 1)
                    truePositive += weight;
                else
                    falseNegative += weight;
            }
            else if (_predicted[i] == 1)
                falsePositive += weight;
            else
                trueNegative += weight;
        }
        double positives = truePositive + falseNegative, negatives = trueNegative + falsePositive, all = positives + negatives;
        values[0] = (truePositive + trueNegative) / all;
        (values[1], values[2]) = Areas(weights, positives, negatives);
        values[3] = 2 * truePositive / (2 * truePositive + falsePositive + falseNegative);
        values[4] = truePositive / (truePositive + falsePositive);
        values[5] = truePositive / positives;
        values[6] = trueNegative / (trueNegative + falseNegative);
        values[7] = trueNegative / negatives;
        values[8] = loss / all;
        double entropy = -(PLogP(positives / all) + PLogP(negatives / all)) / Math.Log(2);
        values[9] = entropy > 0 ? 1 - values[8] / entropy : double.NaN;
    }

    /// <summary>
    /// From the most positive picture down, a run of equal scores at a time: each negative loses to the positives above it,
    /// half to those beside it (the Mann-Whitney count), and each run that adds recall adds the precision reached at its end
    /// (average precision).
    /// </summary>
    private (double Roc, double PrecisionRecall) Areas(ReadOnlySpan<int> weights, double positives, double negatives)
    {
        double above = 0, seen = 0, wins = 0, precision = 0;
        for (int start = 0, end; start < _order.Length; start = end)
        {
            double runPositive = 0, runNegative = 0;
            for (end = start; end < _order.Length && _sorted[end] == _sorted[start]; end++)
            {
                int i = _order[end];
                if (_labels[i] == 1)
                    runPositive += weights[i];
                else
                    runNegative += weights[i];
            }
            wins += runNegative * (above + runPositive / 2);
            above += runPositive;
            seen += runPositive + runNegative;
            if (runPositive > 0)
                precision += runPositive * above / seen;
        }
        return (wins / (positives * negatives), precision / positives);
    }

    private void MeasureMany(ReadOnlySpan<int> weights, Span<double> values)
    {
        Span<double> right = _classes <= 256 ? stackalloc double[_classes] : new double[_classes];
        Span<double> total = _classes <= 256 ? stackalloc double[_classes] : new double[_classes];
        right.Clear();
        total.Clear();
        double loss = 0, all = 0, allRight = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            int weight = weights[i], label = _labels[i];
            loss += weight * _losses[i];
            total[label] += weight;
            all += weight;
            if (_predicted[i] != label)
                continue;
            right[label] += weight;
            allRight += weight;
        }
        double shares = 0, entropy = 0;
        int present = 0;
        for (int c = 0; c < _classes; c++)
        {
            if (total[c] == 0)
                continue;
            present++;
            shares += right[c] / total[c];
            entropy -= PLogP(total[c] / all);
        }
        values[0] = allRight / all;
        values[1] = shares / present;
        values[2] = loss / all;
        values[3] = entropy > 0 ? 1 - values[2] / entropy : double.NaN;
    }

    private static float ZeroIfNaN(float probability) => float.IsNaN(probability) ? 0 : probability;

    private static double PLogP(double p) => p > 0 ? p * Math.Log(p) : 0;
}
