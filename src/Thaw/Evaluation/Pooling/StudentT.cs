namespace Thaw.Evaluation.Pooling;

/// <summary>Student's t distribution (1908).</summary>
internal static class StudentT
{
    /// <summary>Above so many degrees of freedom the quantile does not change in the fourth digit any more.</summary>
    private const double MostDegrees = 10_000;

    /// <summary>The t that is exceeded, to both sides together, with a probability of 5%.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1; need not be whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public static double Quantile975(double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        double v = Math.Min(degrees, MostDegrees), low = 1, high = 20;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Beyond(middle, v) > 0.05 ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    /// <summary>The probability of a value beyond t to either side: I_x(v/2, 1/2) with x = v / (v + t^2).</summary>
    /// <param name="t">At least 0.</param>
    /// <param name="degrees">Degrees of freedom.</param>
    internal static double Beyond(double t, double degrees) => Beta(degrees / (degrees + t * t), degrees / 2, 0.5);

    // The regularized incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8), which converges fast on the near side of the mean
    private static double Beta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
            return x <= 0 ? 0 : 1;
        if (x > (a + 1) / (a + b + 2))
            return 1 - Beta(1 - x, b, a);
        double fraction = 1;
        for (int k = 400; k >= 1; k--)
        {
            int m = k / 2;
            double term = k % 2 == 0
                ? m * (b - m) * x / ((a + k - 1) * (a + k))
                : -(a + m) * (a + b + m) * x / ((a + k - 1) * (a + k));
            fraction = 1 + term / fraction;
        }
        double log = a * Math.Log(x) + b * Math.Log(1 - x) + LogGamma(a + b) - LogGamma(a) - LogGamma(b);
        return Math.Exp(log) / (a * fraction);
    }

    // Stirling's series, after the argument was raised to where it is exact to 13 digits
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 12; x++)
            shift -= Math.Log(x);
        double z = 1 / (x * x);
        double series = (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x;
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series;
    }
}
