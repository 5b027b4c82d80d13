using Thaw.Evaluation;
using Thaw.Evaluation.Pooling;

namespace Thaw.Comparison.Studies;

/// <summary>
/// Pools a study's comparisons. Those on one drawn set at one distance share their test pictures and, the smaller in the larger, their training pictures: they
/// are averaged first, with the variance of numbers that err together. What is left is independent.
/// </summary>
internal static class StudyPool
{
    /// <summary>The mean over comparisons, each drawn set at each distance counting once, as <see cref="RandomEffects"/>.</summary>
    public static StudyEstimate Mean(IEnumerable<StudyCell> cells, Func<StudyCell, StudyEstimate> value)
    {
        StudyEstimate[] places = [.. Places(cells, value).Select(place => place.Estimate)];
        (double mean, Interval interval, _) = RandomEffects.Mean([.. places.Select(place => place.Value)], [.. places.Select(place => place.Variance)]);
        return new StudyEstimate(mean, interval);
    }

    /// <summary>The mean over comparisons with the interval of these sets alone: from the comparisons' own intervals, for new pictures and seeds and not
    /// for new sets. For few comparisons that are all there are, such as those of the ends.</summary>
    public static StudyEstimate MeanOfThese(IEnumerable<StudyCell> cells, Func<StudyCell, StudyEstimate> value)
    {
        StudyEstimate[] places = [.. Places(cells, value).Select(place => place.Estimate)];
        if (places.Length == 0)
            return StudyEstimate.None;
        double mean = places.Average(place => place.Value), reach = Intervals.Z * Math.Sqrt(places.Sum(place => place.Variance)) / places.Length;
        return new StudyEstimate(mean, double.IsFinite(reach) ? new Interval(mean - reach, mean + reach) : Interval.Unknown);
    }

    /// <summary>How much the number grows from distance 0 to distance 1, by a line a set.</summary>
    /// <param name="cells">The comparisons.</param>
    /// <param name="value">The number.</param>
    /// <returns>A line a set, in the order of the sets.</returns>
    public static IReadOnlyList<(string Set, WeightedLine Line)> Slopes(IEnumerable<StudyCell> cells, Func<StudyCell, StudyEstimate> value) =>
    [
        .. Places(cells, value).GroupBy(place => place.Set).Select(set => (set.Key, WeightedLine.Fit([.. set.Select(place => place.Distance)],
            [.. set.Select(place => place.Estimate.Value)], [.. set.Select(place => place.Estimate.Variance)]))),
    ];

    /// <summary>The mean of the sets' slopes.</summary>
    public static StudyEstimate Slope(IEnumerable<StudyCell> cells, Func<StudyCell, StudyEstimate> value)
    {
        (double slope, Interval interval) = WeightedLine.Sum([.. Slopes(cells, value).Select(set => set.Line)]);
        return new StudyEstimate(slope, interval);
    }

    /// <summary>How much the number grows with twice the pictures: a slope within each drawn set and distance, and their mean.</summary>
    public static StudyEstimate Doubling(IEnumerable<StudyCell> cells, Func<StudyCell, StudyEstimate> value)
    {
        double[] slopes =
        [
            .. cells.GroupBy(cell => cell.Place.Drawn).Select(place => WeightedLine.Fit([.. place.Select(cell => Math.Log2(cell.Place.Pictures))],
                [.. place.Select(cell => value(cell).Value)], [.. place.Select(cell => value(cell).Variance)]).Slope).Where(double.IsFinite),
        ];
        return StudyEstimate.OfSeeds(slopes);
    }

    /// <summary>One number a drawn set and distance.</summary>
    private static IEnumerable<(string Set, double Distance, StudyEstimate Estimate)> Places(IEnumerable<StudyCell> cells, Func<StudyCell, StudyEstimate> value)
    {
        foreach (IGrouping<(string, double), StudyCell> place in cells.GroupBy(cell => (cell.Place.Set, cell.Place.Distance)))
        {
            StudyEstimate[] known = [.. place.Select(value).Where(estimate => estimate.IsKnown)];
            if (known.Length == 0)
                continue;
            double mean = known.Average(estimate => estimate.Value), reach = Intervals.Z * known.Average(estimate => Math.Sqrt(estimate.Variance));
            yield return (place.Key.Item1, place.Key.Item2,
                new StudyEstimate(mean, double.IsFinite(reach) ? new Interval(mean - reach, mean + reach) : Interval.Unknown));
        }
    }
}
