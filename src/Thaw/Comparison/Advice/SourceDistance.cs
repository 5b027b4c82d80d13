using Thaw.Evaluation.Probes;
using Thaw.Kernels;

namespace Thaw.Comparison.Advice;

/// <summary>
/// How far features of a set lie from those of the backbone's source: the Fréchet distance between normal distributions,
/// d² = |μ - μs|² + tr(Σ + Σs - 2 (Σs^½ Σ Σs^½)^½) (Dowson and Landau 1982; Heusel et al. 2017), less what as few pictures of the source itself would show, over
/// the source's own variance tr Σs; the root of that. 0 is like the source, 1 as far as the source's own pictures are from their mean.
/// </summary>
internal static class SourceDistance
{
    // Draws of as many normal pictures from the source's distribution, whose distance is taken away
    private const int Draws = 2;
    private const ulong Seed = 0x736f75726365; // "source"

    /// <summary>The distance.</summary>
    /// <param name="source">Of the source.</param>
    /// <param name="features">[pictures, channels] of the set; two or more pictures.</param>
    /// <returns>At least 0; NaN where the source does not vary.</returns>
    public static double Of(LayerStatistics source, ReadOnlySpan<float> features)
    {
        int width = source.Mean.Count, count = features.Length / width;
        var set = LayerStatistics.Of(source.Layer, features, width, source.Covariance is not null);
        double raw, bias;
        if (source.Covariance is { } covariance)
        {
            double[] root = Root(covariance.Span, width);
            raw = Whole(source, set, root);
            bias = Enumerable.Range(0, Draws).Average(draw => Whole(source, LayerStatistics.Of(source.Layer, Normal(source, root, count, (ulong)draw), width, true), root));
        }
        else
        {
            raw = Diagonal(source, set);
            // A mean of n numbers has 1/n of their variance, a standard deviation about 1/2n
            bias = 1.5 * set.Scale / count;
        }
        return source.Scale > 0 ? Math.Sqrt(Math.Max(0, raw - bias) / source.Scale) : double.NaN;
    }

    /// <summary>d² of two normal distributions whose channels do not depend on each other.</summary>
    public static double Diagonal(LayerStatistics source, LayerStatistics set)
    {
        double sum = Means(source, set);
        for (int i = 0; i < set.Deviation.Count; i++)
            sum += Square(set.Deviation[i] - (double)source.Deviation[i]);
        return sum;
    }

    /// <summary>d² of two normal distributions.</summary>
    /// <param name="source">The first.</param>
    /// <param name="set">The second.</param>
    /// <param name="root">The symmetric root of the first's covariance.</param>
    public static double Whole(LayerStatistics source, LayerStatistics set, double[] root)
    {
        int width = set.Mean.Count;
        double[] covariance = [.. set.Covariance!.Value.ToArray().Select(value => (double)value)];
        double[] between = RowOperations.Product(RowOperations.Product(root, covariance, width, width, width), root, width, width, width);
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < i; j++)
                between[i * width + j] = between[j * width + i] = (between[i * width + j] + between[j * width + i]) / 2;
        }
        double shared = SymmetricEigen.Of(between, width).Values.Sum(value => Math.Sqrt(Math.Max(0, value)));
        return Means(source, set) + source.Scale + set.Scale - 2 * shared;
    }

    /// <summary>The symmetric root of a covariance.</summary>
    public static double[] Root(ReadOnlySpan<float> covariance, int width)
    {
        double[] matrix = new double[covariance.Length];
        for (int i = 0; i < matrix.Length; i++)
            matrix[i] = covariance[i];
        SymmetricEigen eigen = SymmetricEigen.Of(matrix, width);
        double[] scaled = [.. eigen.Vectors.Select((x, i) => x * Math.Sqrt(Math.Sqrt(Math.Max(0, eigen.Values[i / width]))))];
        return RowOperations.Gram(scaled, width, width);
    }

    private static double Means(LayerStatistics source, LayerStatistics set)
    {
        double sum = 0;
        for (int i = 0; i < set.Mean.Count; i++)
            sum += Square(set.Mean[i] - (double)source.Mean[i]);
        return sum;
    }

    private static float[] Normal(LayerStatistics source, double[] root, int count, ulong draw)
    {
        int width = source.Mean.Count;
        var random = new Pcg32(Seed, draw);
        double[] numbers = new double[count * width];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = random.NextNormal();
        return [.. RowOperations.Product(numbers, root, count, width, width).Select((x, i) => (float)(x + source.Mean[i % width]))];
    }

    private static double Square(double x) => x * x;
}
