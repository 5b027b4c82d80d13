namespace Thaw.Evaluation.Pooling;

/// <summary>
/// The mean of independent estimates whose true values differ among themselves: the random-effects model of meta-analysis. The variance between
/// them is Paule and Mandel's (1982), the interval Hartung and Knapp's ("A refined method for the meta-analysis of controlled clinical trials with binary
/// outcome", Statistics in Medicine 20, 2001), which holds with few estimates where DerSimonian and Laird's does not (IntHout and others, BMC Medical
/// Research Methodology 14:25, 2014).
/// </summary>
internal static class RandomEffects
{
    /// <summary>Pools.</summary>
    /// <param name="values">The estimates; those that are not finite are left out.</param>
    /// <param name="variances">Their variances; NaN where one is not known, which then counts as the mean of the others.</param>
    /// <returns>The mean, NaN without estimates; its 95% interval, of a single estimate by its own variance; and the variance between them.</returns>
    public static (double Value, Interval Interval, double Between) Mean(IReadOnlyList<double> values, IReadOnlyList<double> variances)
    {
        double[] y = [.. values.Where(double.IsFinite)];
        double[] v = Filled([.. variances.Where((_, i) => double.IsFinite(values[i]))]);
        if (y.Length == 0)
            return (double.NaN, Interval.Unknown, double.NaN);
        if (y.Length == 1)
            return (y[0], Around(y[0], Intervals.Z * Math.Sqrt(variances.Where((_, i) => double.IsFinite(values[i])).Single())), double.NaN);
        double between = Between(y, v);
        (double mean, double weight, double misfit) = Weighted(y, v, between);
        double variance = misfit / (y.Length - 1) / weight, reach = StudentT.Critical(0.05, y.Length - 1) * Math.Sqrt(variance);
        if (reach <= 1e-12 && double.IsFinite(variances.Sum())) // equal by chance: as far as their own variances reach
            reach = Intervals.Z * Math.Sqrt(1 / weight);
        return (mean, Around(mean, reach), between);
    }

    /// <summary>Variances with those that are missing or none made the mean of the others, so that no estimate outweighs all.</summary>
    internal static double[] Filled(IReadOnlyList<double> variances)
    {
        double[] known = [.. variances.Where(variance => variance > 0 && double.IsFinite(variance))];
        double mean = known.Length == 0 ? 1e-8 : known.Average();
        return [.. variances.Select(variance => variance > 0 && double.IsFinite(variance) ? variance : mean)];
    }

    // The variance at which the weighted squares add up to what they should: they fall as it grows, so halving finds it
    private static double Between(double[] y, double[] v)
    {
        if (Weighted(y, v, 0).Misfit <= y.Length - 1)
            return 0;
        double low = 0, high = 1e-6;
        while (Weighted(y, v, high).Misfit > y.Length - 1)
            high *= 2;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Weighted(y, v, middle).Misfit > y.Length - 1 ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    private static (double Mean, double Weight, double Misfit) Weighted(double[] y, double[] v, double between)
    {
        double weight = 0, sum = 0, misfit = 0;
        for (int i = 0; i < y.Length; i++)
        {
            weight += 1 / (v[i] + between);
            sum += y[i] / (v[i] + between);
        }
        for (int i = 0; i < y.Length; i++)
            misfit += (y[i] - sum / weight) * (y[i] - sum / weight) / (v[i] + between);
        return (sum / weight, weight, misfit);
    }

    private static Interval Around(double value, double reach) => double.IsFinite(reach) ? new Interval(value - reach, value + reach) : Interval.Unknown;
}
