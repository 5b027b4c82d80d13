namespace Thaw.Evaluation.Probes;

/// <summary>
/// LogME (You et al. 2021, "LogME: Practical Assessment of Pre-trained Models for Transfer Learning"): how likely the labels are under a linear model on the
/// features, with all weights integrated out. For each class, targets of 1 and 0 are y = F w + noise with w ~ N(0, 1/α) and noise ~ N(0, 1/β); α and β are
/// those that make the targets likeliest, found by MacKay's fixed point.
/// </summary>
public static class LogMe
{
    private const int MostSteps = 200;

    /// <summary>The mean over classes of the largest log evidence (in nats) a picture. Higher is better; numbers compare only between features of the same pictures.</summary>
    /// <param name="features">[pictures, width], finite, used as they are.</param>
    /// <param name="width">Features a picture, at least 1. The cost is that of min(pictures, width)³ + pictures x width x min(pictures, width).</param>
    /// <param name="labels">The class of each picture, 0 to <paramref name="classes"/> - 1. A class without pictures does not count.</param>
    /// <param name="classes">At least 2.</param>
    /// <exception cref="ArgumentException">The lengths do not fit or a label is out of range.</exception>
    public static double Of(ReadOnlySpan<float> features, int width, IReadOnlyList<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (labels.Count < 2 || features.Length != (long)labels.Count * width)
            throw new ArgumentException($"Expected rows of {width} features for two or more labels, got {features.Length} features and {labels.Count} labels.");
        if (labels.Any(label => label < 0 || label >= classes))
            throw new ArgumentException($"Expected labels of 0 to {classes - 1}.", nameof(labels));
        int count = labels.Count;
        (double[] values, double[] left) = Decompose(features, count, width);
        double sum = 0;
        int counted = 0;
        for (int c = 0; c < classes; c++)
        {
            double[] targets = [.. labels.Select(label => label == c ? 1.0 : 0)];
            if (targets.All(target => target == 0))
                continue;
            double[] sides = [.. Enumerable.Range(0, values.Length).Select(j => RowOperations.Dot(left.AsSpan(j * count, count), targets))];
            sum += Maximise(values, sides, targets.Sum(target => target * target), count, width).Evidence / count;
            counted++;
        }
        return sum / counted;
    }

    /// <summary>The largest log evidence and the precisions that reach it.</summary>
    /// <param name="values">The squared singular values of F that are not 0.</param>
    /// <param name="sides">The products of the targets with F's left singular vectors.</param>
    /// <param name="squares">The targets' sum of squares.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="width">Features.</param>
    internal static (double Evidence, double Alpha, double Beta) Maximise(double[] values, double[] sides, double squares, int count, int width)
    {
        double outside = Math.Max(0, squares - sides.Sum(z => z * z)), alpha = 1, beta = 1, weights = 0, wrong = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            (weights, wrong, double freedom) = Moments(values, sides, outside, alpha, beta);
            double nextAlpha = Math.Clamp(freedom / Math.Max(weights, 1e-300), 1e-12, 1e12), nextBeta = Math.Clamp((count - freedom) / Math.Max(wrong, 1e-300), 1e-12, 1e12);
            bool still = Math.Abs(nextAlpha - alpha) <= 1e-9 * alpha && Math.Abs(nextBeta - beta) <= 1e-9 * beta;
            (alpha, beta) = (nextAlpha, nextBeta);
            if (still)
                break;
        }
        (weights, wrong, _) = Moments(values, sides, outside, alpha, beta);
        double determinant = (width - values.Length) * Math.Log(alpha) + values.Sum(value => Math.Log(alpha + beta * value));
        double evidence = (count * Math.Log(beta) + width * Math.Log(alpha) - count * Math.Log(2 * Math.PI) - beta * wrong - alpha * weights - determinant) / 2;
        return (evidence, alpha, beta);
    }

    /// <summary>F's squared singular values that are not 0, and its left singular vectors, each a row.</summary>
    internal static (double[] Values, double[] Left) Decompose(ReadOnlySpan<float> features, int count, int width)
    {
        double[] rows = new double[features.Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = features[i];
        double[] columns = RowOperations.Transposed(rows, count, width);
        bool dual = count <= width;
        SymmetricEigen eigen = dual ? SymmetricEigen.Of(RowOperations.Gram(columns, width, count), count) : SymmetricEigen.Of(RowOperations.Gram(rows, count, width), width);
        int rank = eigen.Values.Count(value => value > 1e-12 * eigen.Values[0]);
        if (dual)
            return (eigen.Values[..rank], eigen.Vectors[..(rank * count)]);
        double[] left = RowOperations.Product(eigen.Vectors[..(rank * width)], columns, rank, width, count);
        for (int j = 0; j < rank; j++)
        {
            foreach (ref double x in left.AsSpan(j * count, count))
                x /= Math.Sqrt(eigen.Values[j]);
        }
        return (eigen.Values[..rank], left);
    }

    // |m|² and |F m - y|² of the posterior mean m, and how many weights the data determine
    private static (double Weights, double Wrong, double Freedom) Moments(double[] values, double[] sides, double outside, double alpha, double beta)
    {
        double weights = 0, wrong = outside, freedom = 0;
        for (int j = 0; j < values.Length; j++)
        {
            double both = alpha + beta * values[j], z = sides[j] * sides[j];
            weights += beta * beta * values[j] * z / (both * both);
            wrong += z * alpha * alpha / (both * both);
            freedom += beta * values[j] / both;
        }
        return (weights, wrong, freedom);
    }
}
