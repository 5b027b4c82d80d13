using Thaw.Evaluation;

namespace Thaw.Comparison.Advice;

/// <summary>
/// From measurements of a set to the plan to run. Each plan's gain in test accuracy over <c>frozen</c> is a sum of six features of the set, each with a factor of the
/// table below, give or take a spread; of the plans that are within <see cref="Tie"/> of the highest gain the cheapest is advised.
/// </summary>
/// <remarks>
/// To fit it again: run <c>thaw compare</c> on many sets; <c>advice.features</c> of each <c>report.json</c> holds the six features in the order of the table's columns (as
/// does <c>thaw advise --json</c>), <c>differences</c> what each plan gained. Least squares of the gains on the features, without another constant, gives a plan's row. Of
/// what is left over, <see cref="SharedSpread"/> is the root of the mean covariance between plans, and a plan's own spread the root of its variance less that covariance.
/// </remarks>
internal static class PlanRule
{
    /// <summary>Differences in expected gain, as a share, below which the cheaper plan is advised.</summary>
    public const double Tie = 0.005;

    /// <summary>How far below the best an advised plan may end and still have been good advice, as a share.</summary>
    public const double GoodEnough = 0.01;

    /// <summary>The distance that is taken where it is not known: the middle of the sets of the fit.</summary>
    public const double TypicalDistance = 1.0;

    /// <summary>The standard deviation of distances over the sets of the fit.</summary>
    public const double DistanceDeviation = 0.4;

    /// <summary>The error of a set's room that the spreads below hold already; a larger one is added to them.</summary>
    public const double TypicalRoomError = 0.06;

    /// <summary>The standard deviation that all plans' gains have in common: above all frozen's own luck.</summary>
    public const double SharedSpread = 0.02;

    /// <summary>Names of the features, in the order of the table's columns.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = ["one", "size", "distance", "room", "lowerAdvantage", "roomTimesSize"];

    /// <summary>A row a plan, the cheapest first. Frozen is what the others are measured against, so that its gain is 0.</summary>
    public static IReadOnlyList<PlanRow> Table { get; } =
    [
        //  plan          spread    one     size  distance  room   lower  room x size
        new("frozen",     0.000, [ 0.000,  0.000,  0.000,  0.00,  0.00,  0.000]),
        new("last-block", 0.015, [-0.010,  0.000,  0.005,  0.08,  0.10,  0.015]),
        new("two-phase",  0.015, [-0.015,  0.002,  0.010,  0.12,  0.20,  0.030]),
        new("gradual",    0.015, [-0.015,  0.002,  0.008,  0.10,  0.18,  0.025]),
        new("full",       0.020, [-0.030,  0.003,  0.010,  0.13,  0.20,  0.040]),
    ];

    /// <summary>The six features.</summary>
    public static double[] FeaturesOf(SetMeasurements set)
    {
        double size = Math.Log2(set.TrainPerClass / 100), distance = double.IsNaN(set.Distance) ? TypicalDistance : set.Distance;
        return [1, size, distance, set.Room, set.LowerAdvantage, set.Room * size];
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
        double[] spreads = [.. known.Select(row => Both(row.Spread, Both(row.Factors[2] * unknown, (row.Factors[3] + row.Factors[5] * features[1]) * unsure)))];
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
