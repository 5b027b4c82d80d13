using Thaw.Evaluation;

namespace Thaw.Comparison.Studies;

/// <summary>A number of a study; of a ratio, its natural logarithm.</summary>
/// <param name="Value">NaN where it was not measured.</param>
/// <param name="Interval">Its 95% interval; unknown where there is none.</param>
internal readonly record struct StudyEstimate(double Value, Interval Interval)
{
    /// <summary>Nothing was measured.</summary>
    public static StudyEstimate None { get; } = new(double.NaN, Interval.Unknown);

    /// <summary>Whether there is a number.</summary>
    public bool IsKnown => double.IsFinite(Value);

    /// <summary>The square of the interval's half width over 1.96: at least the number's variance, more where the interval made up for few seeds by Student's t. NaN without
    /// an interval.</summary>
    public double Variance => Interval.IsKnown ? Math.Pow((Interval.High - Interval.Low) / 2 / Intervals.Z, 2) : double.NaN;

    /// <summary>The mean over seeds, with Student's t.</summary>
    /// <param name="values">One a seed; those that are not finite are left out.</param>
    public static StudyEstimate OfSeeds(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        return known.Length == 0 ? None : new StudyEstimate(known.Average(), StudentT.OfMean(known));
    }

    /// <summary>The logarithm of a ratio.</summary>
    public static StudyEstimate OfRatio(double value, Interval interval) => !(value > 0) ? None
        : new StudyEstimate(Math.Log(value), interval is { Low: > 0 } known ? new Interval(Math.Log(known.Low), Math.Log(known.High)) : Interval.Unknown);
}
