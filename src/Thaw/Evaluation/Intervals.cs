namespace Thaw.Evaluation;

/// <summary>How intervals are computed.</summary>
public static class Intervals
{
    /// <summary>The 97.5% point of the standard normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Wilson's 95% score interval of a share (1927): the shares p for which the one seen lies within 1.96 standard errors of
    /// p. It stays within 0 to 1 and keeps its width where everything, or nothing, succeeded.
    /// </summary>
    /// <param name="successes">How many succeeded, 0 to <paramref name="trials"/>; need not be whole.</param>
    /// <param name="trials">Of how many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Interval Wilson(double successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double p = successes / trials, z2 = Z * Z / trials;
        double centre = (p + z2 / 2) / (1 + z2);
        double half = Z * Math.Sqrt(p * (1 - p) / trials + z2 / (4 * trials)) / (1 + z2);
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    /// <summary>
    /// The 2.5% and 97.5% points of resampled values, linear between ranks; values that are NaN are left out, and the interval
    /// is unknown where they are more than half.
    /// </summary>
    /// <param name="values">The resampled values; changed.</param>
    internal static Interval Percentile(Span<double> values)
    {
        values.Sort(); // NaN comes first
        int undefined = 0;
        while (undefined < values.Length && double.IsNaN(values[undefined]))
            undefined++;
        if (values.Length - undefined < Math.Max(1, values.Length / 2))
            return Interval.Unknown;
        ReadOnlySpan<double> defined = values[undefined..];
        return new Interval(Quantile(defined, 0.025), Quantile(defined, 0.975));
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double rank = share * (sorted.Length - 1);
        int below = (int)rank;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return low + (rank - below) * (high - low);
    }
}
