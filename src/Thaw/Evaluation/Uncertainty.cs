namespace Thaw.Evaluation;

/// <summary>
/// The variance of an estimate and how well it is known: a part from the test pictures, and a part from the seeds of each classifier. The degrees
/// of freedom of their sum are Satterthwaite's (1946).
/// </summary>
/// <param name="Variance">The estimate's variance; NaN where it is not known.</param>
/// <param name="Degrees">Degrees of freedom, at least 1 where the variance is known.</param>
internal readonly record struct Uncertainty(double Variance, double Degrees)
{
    /// <summary>Variances below this are what rounding leaves of none.</summary>
    private const double Least = 1e-14;

    /// <summary>Whether nothing is known of the spread.</summary>
    public bool IsUnknown => double.IsNaN(Variance);

    /// <summary>Whether no spread was seen.</summary>
    public bool IsNone => Variance < Least;

    /// <summary>The standard error.</summary>
    public double Error => Math.Sqrt(Variance);

    /// <summary>The 97.5% point of Student's t for the degrees of freedom.</summary>
    public double Critical => StudentT.Critical(0.05, Degrees);

    /// <summary>Adds up independent parts.</summary>
    /// <param name="parts">Variances with their degrees of freedom; a part of 0 is known whatever its degrees.</param>
    public static Uncertainty Sum(ReadOnlySpan<(double Variance, double Degrees)> parts)
    {
        double sum = 0, squares = 0;
        foreach ((double variance, double degrees) in parts)
        {
            sum += variance;
            if (variance > 0)
                squares += variance * variance / degrees;
        }
        return new Uncertainty(sum, squares > 0 ? Math.Max(1, sum * sum / squares) : 1);
    }
}
