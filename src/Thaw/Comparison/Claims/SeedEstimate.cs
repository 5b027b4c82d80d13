using System.Globalization;
using Thaw.Evaluation;

namespace Thaw.Comparison.Claims;

/// <summary>A number that was measured once a seed: its mean, and a 95% interval by Student's t.</summary>
/// <param name="Value">The mean; NaN where no seed has the number.</param>
/// <param name="Interval">Unknown with fewer than two seeds.</param>
/// <param name="Seeds">How many seeds have it.</param>
internal sealed record SeedEstimate(double Value, Interval Interval, int Seeds)
{
    /// <summary>The mean of numbers.</summary>
    /// <param name="values">One a seed; those that are not finite are left out.</param>
    public static SeedEstimate OfMean(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        return new SeedEstimate(known.Length == 0 ? double.NaN : known.Average(), StudentT.OfMean(known), known.Length);
    }

    /// <summary>The geometric mean of ratios, whose logarithms the interval comes from.</summary>
    /// <param name="logarithms">Natural logarithms, one a seed; those that are not finite are left out.</param>
    public static SeedEstimate OfRatio(IEnumerable<double> logarithms)
    {
        SeedEstimate log = OfMean(logarithms);
        return log with { Value = Math.Exp(log.Value), Interval = new Interval(Math.Exp(log.Interval.Low), Math.Exp(log.Interval.High)) };
    }

    /// <summary>The interval in words, such as <c>95% interval over 3 seeds 1.2 to 3.4</c>.</summary>
    /// <param name="write">Writes a number.</param>
    public string Range(Func<double, string> write) => !Interval.IsKnown ? "one seed gives no interval"
        : $"95% interval over {Seeds.ToString(CultureInfo.InvariantCulture)} seeds {write(Interval.Low)} to {write(Interval.High)}";

    /// <summary>A ratio with three digits, such as <c>2.13</c>, <c>21.3</c> or <c>1.2e+05</c>.</summary>
    public static string Ratio(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
