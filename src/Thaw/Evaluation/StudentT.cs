namespace Thaw.Evaluation;

/// <summary>Student's t: intervals of means of few values, such as one a seed.</summary>
internal static class StudentT
{
    /// <summary>
    /// The 95% interval of the mean of independent values that are about normal: mean ± t s / √n, with s the standard deviation with n - 1 in
    /// its denominator. Unknown for fewer than two values, or where one is not finite.
    /// </summary>
    /// <param name="values">The values.</param>
    public static Interval OfMean(IReadOnlyList<double> values)
    {
        int n = values.Count;
        if (n < 2 || values.Any(value => !double.IsFinite(value)))
            return Interval.Unknown;
        double mean = values.Average();
        double reach = Quantile(n - 1) * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (n - 1) / n);
        return new Interval(mean - reach, mean + reach);
    }

    /// <summary>The 97.5% point of Student's t.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No degree of freedom.</exception>
    public static double Quantile(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        // The share between -t and t rises with the angle atan(t / √degrees), so halving finds where it is 0.95
        double low = 0, high = Math.PI / 2;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Between(middle, degrees) < 0.95 ? (middle, high) : (low, middle);
        }
        return Math.Sqrt(degrees) * Math.Tan((low + high) / 2);
    }

    // The share of the distribution between -t and t, from its finite series in the angle (Abramowitz and Stegun, 26.7.3 and 26.7.4)
    private static double Between(double angle, int degrees)
    {
        double sine = Math.Sin(angle), cosine = Math.Cos(angle);
        bool odd = degrees % 2 == 1;
        double term = odd ? cosine : 1, sum = 0;
        for (int k = odd ? 1 : 0; k <= degrees - 2; k += 2)
        {
            sum += term;
            term *= (k + 1.0) / (k + 2) * cosine * cosine;
        }
        return odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
    }
}
