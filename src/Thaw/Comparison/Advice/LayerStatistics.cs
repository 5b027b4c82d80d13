using Thaw.Evaluation.Probes;

namespace Thaw.Comparison.Advice;

/// <summary>Mean and spread of what a pooling layer gives, averaged over each map, over many pictures.</summary>
/// <param name="Layer">The layer's name, such as <c>block5_pool</c>.</param>
/// <param name="Mean">[channels].</param>
/// <param name="Deviation">[channels], standard deviations.</param>
/// <param name="Covariance">[channels, channels], or null where only the deviations are known.</param>
public sealed record LayerStatistics(string Layer, IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation, ReadOnlyMemory<float>? Covariance)
{
    /// <summary>The channels' variances together: the scale of distances.</summary>
    internal double Scale => Deviation.Sum(deviation => (double)deviation * deviation);

    /// <summary>Computes them.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="features">[pictures, width]; two or more pictures.</param>
    /// <param name="width">Channels.</param>
    /// <param name="whole">Whether the covariance is computed too.</param>
    internal static LayerStatistics Of(string layer, ReadOnlySpan<float> features, int width, bool whole)
    {
        int count = features.Length / width;
        double[] means = new double[width], centred = new double[features.Length];
        for (int i = 0; i < features.Length; i++)
            means[i % width] += (double)features[i] / count;
        for (int i = 0; i < features.Length; i++)
            centred[i] = features[i] - means[i % width];
        double[] variances = new double[width];
        for (int i = 0; i < features.Length; i++)
            variances[i % width] += centred[i] * centred[i] / (count - 1);
        float[]? covariance = whole ? [.. RowOperations.Gram(centred, count, width).Select(sum => (float)(sum / (count - 1)))] : null;
        return new LayerStatistics(layer, [.. means.Select(mean => (float)mean)], [.. variances.Select(variance => (float)Math.Sqrt(variance))],
            covariance is null ? (ReadOnlyMemory<float>?)null : covariance);
    }
}
