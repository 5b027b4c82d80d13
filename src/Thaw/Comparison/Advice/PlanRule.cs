using Thaw.Evaluation;

namespace Thaw.Comparison.Advice;

/// <summary>
/// From measurements of a set to the plan to run. Each plan's gain in test accuracy over <c>frozen</c> is a sum of four features of the set, each with a factor of the
/// table below, give or take a spread; of the plans that are within <see cref="Tie"/> of the highest gain the cheapest is advised.
/// </summary>
/// <remarks>
/// It was fitted on 39 sets that the reported grid does not hold (<c>tests/Thaw.Benchmarks -- advice --fitted</c>). To fit it again: <c>advice.features</c> of each
/// <c>report.json</c> holds the four features in the order of the table's columns (as does <c>thaw advise --json</c>), <c>differences</c> what each plan gained. Ridge regression
/// of the gains on the features with the penalty 0.1 (0.01 on <c>one</c>), without another constant, gives a plan's row. Of what each set is off by when it is left out of the fit,
/// <see cref="SharedSpread"/> is the root of the mean covariance between plans, and a plan's own spread the root of its variance less that covariance, 0.005 at least.
/// </remarks>
internal static class PlanRule
{
    /// <summary>Differences in expected gain, as a share, below which the cheaper plan is advised.</summary>
    public const double Tie = 0.005;

    /// <summary>How far below the best an advised plan may end and still have been good advice, as a share.</summary>
    public const double GoodEnough = 0.01;

    /// <summary>The distance that is taken where it is not known: the mean over the sets of the fit.</summary>
    public const double TypicalDistance = 0.97;

    /// <summary>The standard deviation of distances over the sets of the fit.</summary>
    public const double DistanceDeviation = 0.38;

    /// <summary>The error of a set's room that the spreads below hold already; a larger one is added to them.</summary>
    public const double TypicalRoomError = 0.053;

    /// <summary>The standard deviation that all plans' gains have in common: above all frozen's own luck.</summary>
    public const double SharedSpread = 0.025;

    /// <summary>Names of the features, in the order of the table's columns.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = ["one", "size", "distance", "room"];

    /// <summary>A row a plan, the cheapest first. Frozen is what the others are measured against, so that its gain is 0.</summary>
    public static IReadOnlyList<PlanRow> Table { get; } =
    [
        //  plan          spread    one      size   distance  room
        new("frozen",     0.000, [ 0.0000,  0.0000,  0.0000,  0.0000]),
        new("last-block", 0.005, [-0.0260,  0.0020,  0.0539, -0.0324]),
        new("two-phase",  0.021, [-0.1291,  0.0033,  0.1759,  0.0868]),
        new("full",       0.040, [-0.1299,  0.0030,  0.1820, -0.0048]),
    ];

    /// <summary>The four features.</summary>
    public static double[] FeaturesOf(SetMeasurements set)
    {
        double size = Math.Log2(set.TrainPerClass / 100), distance = double.IsNaN(set.Distance) ? TypicalDistance : set.Distance;
        return [1, size, distance, set.Room];
    }

    /// <summary>Advises.</summary>
    /// <param name="set">What was measured.</param>
    /// <param name="plans">Names of the plans to choose from; those that the table does not know are passed over.</param>
    public static PlanAdvice Advise(SetMeasurements set, IReadOnlyList<string> plans)
    {
        double[] features = FeaturesOf(set);
        double shared = SharedSpread;
        PlanRow[] known = [.. Table.Where(row => plans.Contains(row.Plan))];
        double[] gains = [.. known.Select(row => row.Factors.Zip(features, (factor, x) => factor * x).Sum())];
        double unknown = double.IsNaN(set.Distance) ? DistanceDeviation : 0, unsure = Math.Sqrt(Math.Max(0, set.RoomError * set.RoomError - TypicalRoomError * TypicalRoomError));
        double[] spreads = [.. known.Select(row => Both(row.Spread, Both(row.Factors[2] * unknown, row.Factors[3] * unsure)))];
        int chosen = known.Length == 0 ? -1 : Array.FindIndex(gains, gain => gain >= gains.Max() - Tie);
        var expected = new List<ExpectedGain>();
        foreach (string plan in plans)
        {
            int row = Array.FindIndex(known, known => known.Plan == plan);
            double half = row < 0 || known[row].IsBaseline ? 0 : 1.96 * Both(spreads[row], shared);
            expected.Add(row < 0 ? new ExpectedGain(plan, double.NaN, Interval.Unknown) : new ExpectedGain(plan, gains[row], new Interval(gains[row] - half, gains[row] + half)));
        }
        return new PlanAdvice
        {
            Measurements = set,
            Gains = expected,
            Plan = chosen < 0 ? null : known[chosen].Plan,
            Confidence = chosen < 0 ? double.NaN : Chances.Within(gains, spreads, [.. known.Select(row => row.IsBaseline ? 0 : shared)], chosen, GoodEnough),
            Reasons = AdviceReasons.Of(set, expected, chosen < 0 ? null : known[chosen].Plan),
        };
    }

    private static double Both(double a, double b) => Math.Sqrt(a * a + b * b);
}

/// <summary>A plan's row of the rule.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Spread">Standard deviation of its gain around the sum, beside what all plans have in common.</param>
/// <param name="Factors">Of the features.</param>
internal sealed record PlanRow(string Plan, double Spread, IReadOnlyList<double> Factors)
{
    /// <summary>Whether it is the plan that gains are measured against.</summary>
    public bool IsBaseline => Plan == Judge.Frozen;
}
