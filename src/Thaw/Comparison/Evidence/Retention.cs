namespace Thaw.Comparison.Evidence;

/// <summary>
/// How much a trained network's features still hold of what the backbone held. Features are what <c>block5_pool</c> gives, averaged over its map.
/// With pictures of the task that the backbone was trained on, a linear probe measures that task itself; without, only how far the features moved
/// is known, on drawn pictures.
/// </summary>
public sealed record Retention
{
    /// <summary>Linear CKA of the features before and after training: 1 where nothing but turning and scaling changed, and exactly 1 where no layer
    /// below the head was trained; NaN where the features became constant.</summary>
    public required double Similarity { get; init; }

    /// <summary>How many pictures <see cref="Similarity"/> comes from.</summary>
    public required int Pictures { get; init; }

    /// <summary>
    /// For each held-out picture of the source task 1 where a linear probe on the backbone's own features names its class, 0 where not; empty
    /// where there are no source pictures.
    /// </summary>
    public ReadOnlyMemory<float> SourceBefore { get; init; }

    /// <summary>As <see cref="SourceBefore"/>, with features of the trained network and a probe trained on those.</summary>
    public ReadOnlyMemory<float> SourceAfter { get; init; }

    /// <summary>Whether source pictures were there.</summary>
    public bool IsProbed => SourceBefore.Length > 0;

    /// <summary>Share of the held-out source pictures that the probe names before training, 0 to 1; NaN without source pictures.</summary>
    public double AccuracyBefore => Mean(SourceBefore.Span);

    /// <summary>The same after training.</summary>
    public double AccuracyAfter => Mean(SourceAfter.Span);

    private static double Mean(ReadOnlySpan<float> right)
    {
        double sum = 0;
        foreach (float one in right)
            sum += one;
        return sum / right.Length;
    }
}
