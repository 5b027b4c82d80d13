namespace Thaw.Evaluation.Pooling;

/// <summary>
/// Pools what several splits of the same pictures gave. What is estimated is the expected value over new splits, seeds and pictures; see
/// <c>docs/decisions/0025-many-splits-in-one-interval.md</c>.
/// <para>
/// J splits give the values d_1 ... d_J with the sample variance S^2. Their training parts overlap, so S^2 / J is too small for the variance of their mean;
/// Nadeau and Bengio (2003, "Inference for the Generalization Error", section 3) correct it to (1/J + tests/trainings) S^2, with Student's t of J - 1
/// degrees of freedom. A few values may lie together by chance, so the interval is never narrower than the one that the test pictures alone give, each
/// picture (or group) with all that the splits say of it as one draw.
/// </para>
/// </summary>
internal static class SplitPooling
{
    /// <summary>Pools.</summary>
    /// <param name="splits">At least one, each with a test picture and a seed; no two the same.</param>
    /// <param name="least">The least that the value can be: 0 for shares, -1 for their differences.</param>
    /// <exception cref="ArgumentException">There is no split, or one has no pictures or no seeds.</exception>
    public static PooledEstimate Pool(IReadOnlyList<SplitScores> splits, double least)
    {
        if (splits.Count == 0 || splits.Any(split => split.Values.Count == 0 || split.Pictures.Count == 0))
            throw new ArgumentException("Expected at least one split, each with test pictures and seeds.", nameof(splits));
        double[] means = [.. splits.Select(split => split.Mean)];
        double value = means.Average();
        (double byPictures, int units) = VarianceOfPictures(splits, means);
        PoolingBasis basis = BasisOf(splits);
        double half = basis switch
        {
            PoolingBasis.Splits => Math.Max(Reach(Corrected(splits, means), means.Length - 1), Reach(byPictures, units - 1)),
            PoolingBasis.SharedTest => Reach(Corrected(splits, means), means.Length - 1, byPictures, units - 1),
            PoolingBasis.Seeds => Reach(VarianceOfSeeds(splits[0]), splits[0].Values.Count - 1, byPictures, units - 1),
            _ => Reach(byPictures, units - 1),
        };
        if (!(half > 1e-12)) // nothing moved: as far as Wilson's interval of 0 reaches
            half = Intervals.Wilson(0, units).High;
        var interval = new Interval(Math.Max(least, value - half), Math.Min(1, value + half));
        int pictures = splits.SelectMany(split => split.Pictures).Distinct(StringComparer.Ordinal).Count();
        return new PooledEstimate(value, interval, basis, splits.Count, splits.Sum(split => split.Values.Count), pictures);
    }

    private static PoolingBasis BasisOf(IReadOnlyList<SplitScores> splits)
    {
        if (splits.Count == 1)
            return splits[0].Values.Count > 1 ? PoolingBasis.Seeds : PoolingBasis.Pictures;
        var first = splits[0].Pictures.ToHashSet(StringComparer.Ordinal);
        return splits.Skip(1).All(split => first.SetEquals(split.Pictures)) ? PoolingBasis.SharedTest : PoolingBasis.Splits;
    }

    private static double Corrected(IReadOnlyList<SplitScores> splits, double[] means) =>
        (1.0 / means.Length + splits.Average(split => (double)split.Pictures.Count / split.TrainPictures)) * Variance(means);

    private static double VarianceOfSeeds(SplitScores split) => Variance([.. split.Values.Select(values => values.Average())]) / split.Values.Count;

    // How the value would move with other pictures: each unit's share in the value is one draw
    private static (double Variance, int Units) VarianceOfPictures(IReadOnlyList<SplitScores> splits, double[] means)
    {
        var influence = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int j = 0; j < splits.Count; j++)
        {
            SplitScores split = splits[j];
            double weight = 1.0 / (splits.Count * split.Pictures.Count);
            for (int i = 0; i < split.Pictures.Count; i++)
                influence[split.Units[i]] = influence.GetValueOrDefault(split.Units[i]) + weight * (split.Values.Average(values => values[i]) - means[j]);
        }
        int units = influence.Count;
        return units < 2 ? (0, units) : (influence.Values.Sum(share => share * share) * units / (units - 1), units);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private static double Reach(double variance, int degrees) => variance <= 0 ? 0 : StudentT.Critical(0.05, Math.Max(1, degrees)) * Math.Sqrt(variance);

    // Degrees of freedom of a sum of variances after Welch and Satterthwaite
    private static double Reach(double first, int firstDegrees, double second, int secondDegrees)
    {
        double sum = first + second;
        if (sum <= 0)
            return 0;
        double degrees = sum * sum / (first * first / Math.Max(1, firstDegrees) + second * second / Math.Max(1, secondDegrees));
        return StudentT.Critical(0.05, Math.Max(1, degrees)) * Math.Sqrt(sum);
    }
}
