namespace Thaw.Evaluation;

/// <summary>Student's t distribution with any positive number of degrees of freedom, by the incomplete beta function.</summary>
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
        double reach = Critical(0.05, n - 1) * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (n - 1) / n);
        return new Interval(mean - reach, mean + reach);
    }

    /// <summary>How likely a value at least this far from 0 is: the probability of both tails, 0 to 1.</summary>
    /// <param name="t">Where the tails begin; its sign does not matter.</param>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    public static double BothTails(double t, double degrees) => IncompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);

    /// <summary>The point beyond which, on both sides together, a share of the distribution lies: 2.776 for 0.05 and 4 degrees.</summary>
    /// <param name="share">The probability of both tails, above 0 and below 1.</param>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    public static double Critical(double share, double degrees)
    {
        // Newton's method for the logarithm of the tails over that of t, where both ends are nearly straight
        double scale = LogGamma((degrees + 1) / 2) - LogGamma(degrees / 2) - 0.5 * Math.Log(degrees * Math.PI), t = 1;
        for (int i = 0; i < 100; i++)
        {
            double tails = BothTails(t, degrees), density = Math.Exp(scale - (degrees + 1) / 2 * Math.Log(1 + t * t / degrees));
            double step = Math.Clamp(Math.Log(tails / share) * tails / (2 * density) / t, -2, 2);
            t *= Math.Exp(step);
            if (Math.Abs(step) < 1e-13)
                break;
        }
        return t;
    }

    /// <summary>The regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8).</summary>
    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        // The fraction converges quickly below the mean; above it the other tail is computed
        if (x > (a + 1) / (a + b + 2))
            return 1 - IncompleteBeta(1 - x, b, a);
        double front = Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        const double Tiny = 1e-300;
        double c = 1, d = 1 / Away(1 - (a + b) * x / (a + 1)), fraction = d;
        for (int m = 1; m <= 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / Away(1 + even * d);
            c = Away(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / Away(1 + odd * d);
            c = Away(1 + odd / c);
            fraction *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15)
                break;
        }
        return front * fraction;

        static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    /// <summary>The logarithm of the gamma function: its recurrence up to 10, then Stirling's series (Abramowitz and Stegun 6.1.41).</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
            shift -= Math.Log(x);
        double inverse = 1 / (x * x);
        double series = (1 / 12.0 - inverse * (1 / 360.0 - inverse * (1 / 1260.0 - inverse * (1 / 1680.0 - inverse / 1188.0)))) / x;
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series;
    }
}
