namespace Thaw.Evaluation.Calibration;

/// <summary>What a classifier told of labelled pictures: each answer's confidence, its bin, and whether it was right.</summary>
internal sealed class Answers
{
    /// <summary>Beyond so many answers of a bin, the chance of each number of right ones is not counted out.</summary>
    private const int MostCounted = 2000;

    private readonly int[] _bins;
    private readonly double[] _confidences;
    private readonly bool[] _right;

    private Answers(int count)
    {
        _bins = new int[count];
        _confidences = new double[count];
        _right = new bool[count];
    }

    /// <summary>See <see cref="Reliability.BrierScore"/>.</summary>
    public double BrierScore { get; private set; }

    public static Answers Of(IReadOnlyList<int> labels, ReadOnlySpan<float> probabilities, int classes, double temperature, float threshold)
    {
        var answers = new Answers(labels.Count);
        Span<float> calibrated = new float[classes];
        double squares = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            ReadOnlySpan<float> row = probabilities.Slice(i * classes, classes);
            int told = Decision.Of(row, threshold);
            TemperatureScaling.Apply(row, temperature, calibrated);
            double confidence = Share(calibrated[told]);
            answers._confidences[i] = confidence;
            answers._right[i] = told == labels[i];
            answers._bins[i] = Math.Clamp((int)Math.Ceiling(confidence * Reliability.Bins) - 1, 0, Reliability.Bins - 1);
            for (int c = classes == 2 ? 1 : 0; c < classes; c++)
                squares += Square(Share(calibrated[c]) - (labels[i] == c ? 1 : 0));
        }
        answers.BrierScore = squares / labels.Count;
        return answers;
    }

    /// <summary>The expected calibration error where each answer counts so often.</summary>
    public double Error(ReadOnlySpan<int> weights)
    {
        // Within a bin, |share right - mean confidence| times the number of answers is |sum of right - sum of confidences|
        Span<double> gaps = stackalloc double[Reliability.Bins];
        gaps.Clear();
        long all = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            gaps[_bins[i]] += weights[i] * ((_right[i] ? 1 : 0) - _confidences[i]);
            all += weights[i];
        }
        double sum = 0;
        foreach (double gap in gaps)
            sum += Math.Abs(gap);
        return sum / all;
    }

    public ReliabilityBin[] Diagram()
    {
        var bins = new ReliabilityBin[Reliability.Bins];
        for (int b = 0; b < bins.Length; b++)
        {
            int count = 0, right = 0;
            double confidence = 0;
            for (int i = 0; i < _bins.Length; i++)
            {
                if (_bins[i] != b)
                    continue;
                count++;
                right += _right[i] ? 1 : 0;
                confidence += _confidences[i];
            }
            bins[b] = new ReliabilityBin((double)b / bins.Length, (b + 1.0) / bins.Length, count, confidence / count, (double)right / count);
        }
        return bins;
    }

    /// <summary>The mean error where each answer is right with the probability that it gives.</summary>
    public double ErrorByChance()
    {
        double sum = 0;
        foreach (IGrouping<int, int> bin in Enumerable.Range(0, _bins.Length).GroupBy(i => _bins[i]))
            sum += MeanGap([.. bin.Select(i => _confidences[i])]);
        return sum / _bins.Length;
    }

    /// <summary>The mean of |successes - their mean| over independent trials: counted out, or of many trials by the normal distribution.</summary>
    private static double MeanGap(double[] shares)
    {
        if (shares.Length > MostCounted)
            return Math.Sqrt(2 / Math.PI * shares.Sum(p => p * (1 - p)));
        var chances = new double[shares.Length + 1]; // of each number of successes
        chances[0] = 1;
        for (int n = 0; n < shares.Length; n++)
        {
            for (int k = n + 1; k > 0; k--)
                chances[k] = chances[k] * (1 - shares[n]) + chances[k - 1] * shares[n];
            chances[0] *= 1 - shares[n];
        }
        double mean = shares.Sum(), gap = 0;
        for (int k = 0; k < chances.Length; k++)
            gap += chances[k] * Math.Abs(k - mean);
        return gap;
    }

    /// <summary>Checks what came.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit, there is no picture, or a label is out of range.</exception>
    public static void Check(IReadOnlyList<int> labels, ReadOnlySpan<float> probabilities, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (labels.Count == 0)
            throw new ArgumentException("Expected at least one picture, got none.", nameof(labels));
        if (probabilities.Length != labels.Count * classes)
            throw new ArgumentException($"Expected {labels.Count} x {classes} probabilities, got {probabilities.Length}.", nameof(probabilities));
        foreach (int label in labels)
        {
            if (label < 0 || label >= classes)
                throw new ArgumentException($"Expected labels from 0 to {classes - 1}, got {label}.", nameof(labels));
        }
    }

    private static double Share(float probability) => float.IsNaN(probability) ? 0 : Math.Clamp(probability, 0, 1);

    private static double Square(double value) => value * value;
}
