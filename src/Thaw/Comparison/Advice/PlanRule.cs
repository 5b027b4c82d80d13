using Thaw.Evaluation;
using Thaw.Training;

namespace Thaw.Comparison.Advice;

/// <summary>
/// From measurements of a set to the plan to run. Each plan's gain in test accuracy over <c>frozen</c> is a sum of three features of the set, each with a factor of the
/// table below, give or take a spread. <see cref="Usual"/> is advised unless another plan's gain is higher by more than <see cref="Lead"/>; then the cheapest of those that
/// are within <see cref="Tie"/> of the highest gain is.
/// </summary>
/// <remarks>
/// It was fitted on 58 sets that the reported grid does not hold; <c>tests/Thaw.Benchmarks -- advice --fitted</c> fits it again and prints the table. Ridge regression
/// of the gains on the features with the penalty 0.1 (0.01 on <c>one</c>), without another constant, gives a plan's row. Of what each set is off by when it is left out of the fit,
/// <see cref="SharedSpread"/> is the root of the mean covariance between plans, and a plan's own spread the root of its variance less that covariance, 0.005 at least.
/// </remarks>
internal static class PlanRule
{
    /// <summary>The plan that is advised unless another leads: on more sets of the fit than any other it ended within a point of the best.</summary>
    public const string Usual = Plan.TwoPhase;

    /// <summary>How much more than <see cref="Usual"/> another plan must be expected to gain, as a share, so that it is advised instead.</summary>
    public const double Lead = 0.01;

    /// <summary>Differences in expected gain, as a share, below which the cheaper of other plans is advised.</summary>
    public const double Tie = 0.005;

    /// <summary>How far below the best an advised plan may end and still have been good advice, as a share.</summary>
    public const double GoodEnough = 0.01;

    /// <summary>The distance that is taken where it is not known: the mean over the sets of the fit.</summary>
    public const double TypicalDistance = 0.86;

    /// <summary>The standard deviation of distances over the sets of the fit.</summary>
    public const double DistanceDeviation = 0.39;

    /// <summary>The error of a set's room that the spreads below hold already; a larger one is added to them.</summary>
    public const double TypicalRoomError = 0.060;

    /// <summary>The standard deviation that all plans' gains have in common: above all frozen's own luck.</summary>
    public const double SharedSpread = 0.029;

    /// <summary>Names of the features, in the order of the table's columns.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = ["one", "distance", "room"];

    /// <summary>A row a plan, the cheapest first. Frozen is what the others are measured against, so that its gain is 0.</summary>
    public static IReadOnlyList<PlanRow> Table { get; } =
    [
        //  plan          spread    one   distance   room
        new("frozen",     0.000, [ 0.0000,  0.0000,  0.0000]),
        new("last-block", 0.005, [-0.0047,  0.0275, -0.0001]),
        new("two-phase",  0.018, [-0.1138,  0.1458,  0.1317]),
        new("full",       0.037, [-0.1081,  0.1442,  0.0518]),
    ];

    /// <summary>The three features.</summary>
    public static double[] FeaturesOf(SetMeasurements set) => [1, double.IsNaN(set.Distance) ? TypicalDistance : set.Distance, set.Room];

    /// <summary>The place of the advised one of plans; -1 if there is none.</summary>
    /// <param name="plans">Their names, the cheapest first.</param>
    /// <param name="gains">What each is expected to gain, in the same order.</param>
    public static int Choose(string[] plans, double[] gains)
    {
        if (plans.Length == 0)
            return -1;
        int usual = Array.IndexOf(plans, Usual);
        return usual >= 0 && gains[usual] >= gains.Max() - Lead ? usual : Array.FindIndex(gains, gain => gain >= gains.Max() - Tie);
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
        double[] spreads = [.. known.Select(row => Both(row.Spread, Both(row.Factors[1] * unknown, row.Factors[2] * unsure)))];
        int chosen = Choose([.. known.Select(row => row.Plan)], gains);
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
