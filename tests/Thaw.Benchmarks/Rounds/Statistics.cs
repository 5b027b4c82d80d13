namespace Thaw.Benchmarks.Rounds;

/// <summary>The arithmetic of results.</summary>
internal static class Statistics
{
    /// <summary>The middle value; of an even number, the mean of the two in the middle.</summary>
    /// <param name="values">At least one, in any order.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("No values, no median.", nameof(values));
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>One ratio a round, of two figures that were measured in that round; rounds that lack one are left out.</summary>
    /// <param name="above">What is divided, a value a round.</param>
    /// <param name="below">What it is divided by, in the same order.</param>
    /// <exception cref="ArgumentException">The rounds are not equally many.</exception>
    public static double[] RoundRatios(IReadOnlyList<double?> above, IReadOnlyList<double?> below)
    {
        if (above.Count != below.Count)
            throw new ArgumentException($"{above.Count} rounds cannot be compared with {below.Count}.", nameof(below));
        return [.. above.Zip(below).Where(round => round is { First: not null, Second: > 0 }).Select(round => round.First!.Value / round.Second!.Value)];
    }
}
