namespace Thaw.Evaluation.Pooling;

/// <summary>A straight line through estimates by weighted least squares, each weighing what its variance says.</summary>
/// <param name="Slope">The slope; NaN with fewer than two different x.</param>
/// <param name="Variance">The slope's variance.</param>
/// <param name="Degrees">Its degrees of freedom.</param>
internal readonly record struct WeightedLine(double Slope, double Variance, double Degrees)
{
    /// <summary>How well the variance of two estimates' own intervals is known: as good as exactly.</summary>
    private const double Many = 1e6;

    /// <summary>The slope's 95% interval, by Student's t.</summary>
    public Interval Interval => Sum([this]).Interval;

    /// <summary>
    /// Fits. With three estimates or more the variances give the weights alone, and the spread around the line its scale, so that a line that does not
    /// fit has a wide interval; with two, which always fit, the variances are taken as they are.
    /// </summary>
    /// <param name="x">Where.</param>
    /// <param name="y">The estimates; those that are not finite are left out.</param>
    /// <param name="variances">Their variances; see <see cref="RandomEffects.Filled"/>.</param>
    public static WeightedLine Fit(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> variances)
    {
        int[] used = [.. Enumerable.Range(0, y.Count).Where(i => double.IsFinite(y[i]))];
        double[] v = RandomEffects.Filled([.. used.Select(i => variances[i])]);
        double weight = v.Sum(variance => 1 / variance);
        double atX = used.Select((i, n) => x[i] / v[n]).Sum() / weight, atY = used.Select((i, n) => y[i] / v[n]).Sum() / weight;
        double spread = used.Select((i, n) => (x[i] - atX) * (x[i] - atX) / v[n]).Sum();
        if (used.Length < 2 || !(spread > 0) || used.Select(i => x[i]).Distinct().Count() < 2)
            return new WeightedLine(double.NaN, double.NaN, 1);
        double slope = used.Select((i, n) => (x[i] - atX) * (y[i] - atY) / v[n]).Sum() / spread;
        if (used.Length == 2)
            return new WeightedLine(slope, used.All(i => variances[i] > 0) ? 1 / spread : double.NaN, Many);
        double misfit = used.Select((i, n) => Math.Pow(y[i] - atY - slope * (x[i] - atX), 2) / v[n]).Sum();
        return new WeightedLine(slope, misfit / (used.Length - 2) / spread, used.Length - 2);
    }

    /// <summary>The mean slope of independent lines, with its 95% interval (degrees of freedom after Satterthwaite).</summary>
    public static (double Value, Interval Interval) Sum(IReadOnlyList<WeightedLine> lines)
    {
        WeightedLine[] known = [.. lines.Where(line => double.IsFinite(line.Slope))];
        if (known.Length == 0)
            return (double.NaN, Interval.Unknown);
        double mean = known.Average(line => line.Slope), share = 1.0 / (known.Length * known.Length);
        if (!double.IsFinite(known.Sum(line => line.Variance)))
            return (mean, Interval.Unknown);
        var uncertainty = Uncertainty.Sum([.. known.Select(line => (line.Variance * share, line.Degrees))]);
        return (mean, Intervals.Symmetric(mean, uncertainty));
    }
}
