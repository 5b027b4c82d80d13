namespace Thaw.Evaluation;

/// <summary>How often each true class was told as each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>Counts one model's decisions; see <see cref="Decision"/>.</summary>
    /// <param name="labels">Each picture's true label, in [0, <paramref name="classes"/>).</param>
    /// <param name="probabilities"><c>[picture, class]</c>, a row after another.</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <param name="threshold">Of two classes, the probability from which class 1 is told; 0.5 by default.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public ConfusionMatrix(IReadOnlyList<int> labels, ReadOnlySpan<float> probabilities, int classes, float threshold = Decision.Threshold)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (probabilities.Length != labels.Count * classes)
        {
            throw new ArgumentException(
                $"Expected {labels.Count} x {classes} probabilities, got {probabilities.Length}.", nameof(probabilities));
        }
        Classes = classes;
        _counts = new int[classes * classes];
        for (int i = 0; i < labels.Count; i++)
            _counts[labels[i] * classes + Decision.Of(probabilities.Slice(i * classes, classes), threshold)]++;
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many pictures of one class were told as another, or as the same.</summary>
    /// <param name="truth">The true label.</param>
    /// <param name="told">The label that was told.</param>
    public int this[int truth, int told] => _counts[truth * Classes + told];

    /// <summary>Pictures of a true class.</summary>
    /// <param name="truth">The true label.</param>
    public int CountOf(int truth)
    {
        int count = 0;
        for (int told = 0; told < Classes; told++)
            count += this[truth, told];
        return count;
    }

    /// <summary>The share of a class's pictures that was told right, 0 to 1; NaN where there are none.</summary>
    /// <param name="truth">The true label.</param>
    public double AccuracyOf(int truth) => (double)this[truth, truth] / CountOf(truth);
}
