namespace Thaw.Evaluation;

/// <summary>Intervals of a mean by Student's t distribution (1908), for a few values that scatter about it.</summary>
internal static class StudentT
{
    // The 97.5% points for 1 to 30 degrees of freedom
    private static readonly double[] Points =
    [
        12.7062047362, 4.3026527297, 3.1824463053, 2.7764451052, 2.5705818356, 2.4469118511, 2.3646242516, 2.3060041352, 2.2621571628, 2.2281388520,
        2.2009851601, 2.1788128297, 2.1603686565, 2.1447866879, 2.1314495456, 2.1199052992, 2.1098155778, 2.1009220402, 2.0930240544, 2.0859634473,
        2.0796138447, 2.0738730679, 2.0686576104, 2.0638985616, 2.0595385528, 2.0555294386, 2.0518305165, 2.0484071418, 2.0452296421, 2.0422724563,
    ];

    /// <summary>The 95% interval of the mean; unknown for fewer than two values, or where one is not a number.</summary>
    /// <param name="values">One a seed, independent of each other.</param>
    public static Interval Of(IReadOnlyList<double> values)
    {
        int n = values.Count;
        if (n < 2 || values.Any(value => !double.IsFinite(value)))
            return Interval.Unknown;
        double mean = values.Average(), squares = values.Sum(value => (value - mean) * (value - mean));
        double half = Point(n - 1) * Math.Sqrt(squares / (n - 1) / n);
        return new Interval(mean - half, mean + half);
    }

    /// <summary>The 97.5% point; beyond the table by the expansion in 1/f about the normal's (Abramowitz and Stegun 26.7.5).</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    internal static double Point(int freedom)
    {
        if (freedom <= Points.Length)
            return Points[freedom - 1];
        const double Z = 1.959963984540054, Cube = Z * Z * Z, Fifth = Cube * Z * Z, Seventh = Fifth * Z * Z;
        double f = freedom;
        return Z + (Cube + Z) / (4 * f) + (5 * Fifth + 16 * Cube + 3 * Z) / (96 * f * f) + (3 * Seventh + 19 * Fifth + 17 * Cube - 15 * Z) / (384 * f * f * f);
    }
}
