using System.Globalization;
using System.Text;
using Thaw.Comparison.Advice;
using Thaw.Evaluation.Probes;

namespace Thaw.Benchmarks.Advice;

/// <summary>
/// Fits the table of <see cref="PlanRule"/> to sets whose outcomes are known, as its remarks say: ridge regression of each plan's gain over <c>frozen</c> on the features,
/// and spreads from what each set is off by when it is left out.
/// </summary>
internal sealed class AdviceFit
{
    private const double Penalty = 0.1, SmallestSpread = 0.005;

    // The penalty on a feature's factor falls with the square of what the feature is multiplied by, so that the constant's is a tenth
    private static readonly double OneScale = Math.Sqrt(10);

    private readonly string[] _plans = [.. PlanRule.Table.Where(row => !row.IsBaseline).Select(row => row.Plan)];
    private readonly double[][] _features, _gains;
    private readonly double _roomError;

    /// <summary>Fits.</summary>
    /// <param name="outcomes">The sets, more of them than there are features.</param>
    public AdviceFit(IReadOnlyList<AdviceOutcome> outcomes)
    {
        string frozen = PlanRule.Table.Single(row => row.IsBaseline).Plan;
        _features = [.. outcomes.Select(outcome => outcome.Features)];
        _gains = [.. outcomes.Select(outcome => (double[])[.. _plans.Select(plan => outcome.Accuracy(plan) - outcome.Accuracy(frozen))])];
        _roomError = outcomes.Average(outcome => outcome.RoomError);
        Factors = Fit(Enumerable.Range(0, _features.Length));
        double[][] left = [.. Enumerable.Range(0, _features.Length).Select(set => Gains(Fit(Enumerable.Range(0, _features.Length).Where(other => other != set)), _features[set]))];
        Hits = left.Where((expected, set) => IsHit(expected, _gains[set])).Count();
        double[][] errors = [.. left.Zip(_gains, (expected, came) => came.Zip(expected, (a, b) => a - b).ToArray())];
        var pairs = from a in Enumerable.Range(0, _plans.Length) from b in Enumerable.Range(0, a) select (a, b);
        double shared = Math.Max(0, pairs.Average(pair => errors.Average(error => error[pair.a] * error[pair.b])));
        SharedSpread = Math.Sqrt(shared);
        Spreads = [.. Enumerable.Range(0, _plans.Length).Select(plan => Math.Max(SmallestSpread, Math.Sqrt(Math.Max(0, errors.Average(error => error[plan] * error[plan]) - shared))))];
    }

    /// <summary>A row a plan but <c>frozen</c>, in the table's order; a factor a feature.</summary>
    public double[][] Factors { get; }

    /// <summary>Each plan's own spread, in the same order.</summary>
    public double[] Spreads { get; }

    /// <summary>The spread that all plans have in common.</summary>
    public double SharedSpread { get; }

    /// <summary>Sets on which a rule that was fitted on the others advises a plan within <see cref="PlanRule.GoodEnough"/> of the best.</summary>
    public int Hits { get; }

    /// <summary>The fit as a part of a page.</summary>
    public override string ToString()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"## The rule that is fitted to these\n\nLeft out of the fit in turn, {Hits} of {_features.Length} sets get a plan within 1 point of the best. ");
        page.Append(CultureInfo.InvariantCulture, $"Spread in common {SharedSpread:F3}; distance {Mean(1):F2} on average, deviation {Deviation(1):F2}; error of the room {_roomError:F3}.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"| plan | spread | {string.Join(" | ", PlanRule.FeatureNames)} |\n|---|---:|{string.Concat(PlanRule.FeatureNames.Select(_ => "---:|"))}\n");
        for (int plan = 0; plan < _plans.Length; plan++)
            page.Append(CultureInfo.InvariantCulture, $"| {_plans[plan]} | {Spreads[plan]:F3} | {string.Join(" | ", Factors[plan].Select(factor => factor.ToString("F4", CultureInfo.InvariantCulture)))} |\n");
        return page.ToString();
    }

    private double Mean(int feature) => _features.Average(features => features[feature]);

    private double Deviation(int feature) => Math.Sqrt(_features.Average(features => Math.Pow(features[feature] - Mean(feature), 2)));

    private static bool IsHit(double[] expected, double[] came)
    {
        double[] truth = [0, .. came];
        return truth[PlanRule.Choose([.. PlanRule.Table.Select(row => row.Plan)], [0, .. expected])] >= truth.Max() - PlanRule.GoodEnough - 1e-9;
    }

    private static double[] Gains(double[][] factors, double[] features) => [.. factors.Select(row => row.Zip(features, (factor, x) => factor * x).Sum())];

    private double[][] Fit(IEnumerable<int> sets)
    {
        int n = PlanRule.FeatureNames.Count;
        double[] products = new double[n * n];
        double[][] targets = [.. _plans.Select(_ => new double[n])];
        foreach (int set in sets)
        {
            double[] x = [.. _features[set]];
            x[0] *= OneScale;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    products[i * n + j] += x[i] * x[j];
                for (int plan = 0; plan < targets.Length; plan++)
                    targets[plan][i] += x[i] * _gains[set][plan];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.Of(products, n);
        return [.. targets.Select(target => Solve(eigen, target, n))];
    }

    private static double[] Solve(SymmetricEigen eigen, double[] target, int n)
    {
        double[] factors = new double[n];
        for (int k = 0; k < n; k++)
        {
            ReadOnlySpan<double> vector = eigen.Vectors.AsSpan(k * n, n);
            double along = 0;
            for (int i = 0; i < n; i++)
                along += vector[i] * target[i];
            for (int i = 0; i < n; i++)
                factors[i] += along / (eigen.Values[k] + Penalty) * vector[i];
        }
        factors[0] *= OneScale;
        return factors;
    }
}
