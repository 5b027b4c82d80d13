namespace Thaw.Evaluation;

/// <summary>How intervals are computed.</summary>
public static class Intervals
{
    /// <summary>The 97.5% point of the standard normal distribution.</summary>
    internal const double Z = 1.959963984540054;

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
    /// A share's 95% interval in Wilson's form, with as many trials as would give the variance seen and Student's t in place of 1.96. Where no
    /// spread was seen it is Wilson's interval of <paramref name="trials"/>.
    /// </summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <param name="uncertainty">How far it varies.</param>
    /// <param name="trials">How many observations it rests on, at least 1.</param>
    internal static Interval Share(double share, Uncertainty uncertainty, int trials)
    {
        share = Math.Clamp(share, 0, 1);
        double product = share * (1 - share);
        if (uncertainty.IsNone || product < 1e-12)
            return Wilson(Math.Clamp(share * trials, 0, trials), trials);
        double t = uncertainty.Critical, t2 = t * t * uncertainty.Variance / product;
        double centre = (share + t2 / 2) / (1 + t2);
        double half = Math.Sqrt(t2 * product + t2 * t2 / 4) / (1 + t2);
        return new Interval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>The 95% interval of a number above 0 on the scale of its logarithm.</summary>
    /// <param name="value">The number, 0 or more.</param>
    /// <param name="uncertainty">How far it varies.</param>
    /// <param name="most">Where its range ends.</param>
    internal static Interval Positive(double value, Uncertainty uncertainty, double most)
    {
        if (uncertainty.IsNone || value <= 0)
            return new Interval(value, value);
        double factor = Math.Exp(uncertainty.Critical * uncertainty.Error / value);
        return new Interval(value / factor, Math.Max(value, Math.Min(value * factor, most)));
    }

    /// <summary>The symmetric 95% interval of a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="uncertainty">How far it varies.</param>
    internal static Interval Symmetric(double value, Uncertainty uncertainty)
    {
        double half = uncertainty.IsNone ? 0 : uncertainty.Critical * uncertainty.Error;
        return new Interval(value - half, value + half);
    }

    /// <summary>
    /// The middle 95% of resampled values, sorted here; values that are NaN are left out, and the interval is not known where they are more than half.
    /// </summary>
    /// <param name="values">The resampled values; their order is changed.</param>
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

    /// <summary>
    /// The variance of resampled values around their mean; values that are NaN are left out, and it is NaN where they are more than half or all
    /// but one.
    /// </summary>
    /// <param name="values">The resampled values.</param>
    internal static double VarianceOf(ReadOnlySpan<double> values)
    {
        int defined = 0;
        double mean = 0, squares = 0;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
                continue;
            defined++;
            double step = value - mean;
            mean += step / defined;
            squares += step * (value - mean);
        }
        return defined < 2 || 2 * defined < values.Length ? double.NaN : squares / (defined - 1);
    }
}
