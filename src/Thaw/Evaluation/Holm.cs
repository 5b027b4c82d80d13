namespace Thaw.Evaluation;

/// <summary>
/// Holm's adjustment of p-values (1979): where a difference is called only at an adjusted p of at most 0.05, not one is called in at least 95% of
/// the comparisons in which there is none, however the tests depend on one another.
/// </summary>
internal static class Holm
{
    /// <summary>Adjusts p-values for one another.</summary>
    /// <param name="pValues">Each 0 to 1; NaN was not tested and stays.</param>
    /// <returns>The adjusted values in the same order, none below its own p and none above 1.</returns>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = pValues.ToArray();
        int[] order = [.. Enumerable.Range(0, adjusted.Length).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])];
        double largest = 0;
        for (int rank = 0; rank < order.Length; rank++)
            adjusted[order[rank]] = largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
        return adjusted;
    }
}
