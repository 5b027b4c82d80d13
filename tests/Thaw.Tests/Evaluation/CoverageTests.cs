using Thaw.Comparison;
using Thaw.Comparison.Claims;
using Xunit.Abstractions;

namespace Thaw.Tests.Evaluation;

/// <summary>
/// Do 95% intervals hold the truth in 93 to 97% of comparisons, and does the verdict stay silent where there is no difference? Every regime has 200
/// comparisons; THAW_LONG_SIMULATION=1 makes it 1,000 and prints the table of <c>docs/decisions/0018</c>.
/// </summary>
public sealed class CoverageTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("THAW_LONG_SIMULATION") == "1";
    private static readonly int Rounds = IsLong ? 1000 : 200;
    private const int Resamples = 200;

    private static readonly Regime[] Regimes =
    [
        new("40 pictures", 40, 3, [0.8, 0.85], 0.1),
        new("40 pictures, accurate", 40, 3, [0.95, 0.95], 0.1),
        new("80 pictures, seeds alike", 80, 3, [0.8, 0.8], 0),
        new("80 pictures", 80, 3, [0.85, 0.9], 0.1),
        new("80 pictures, seeds apart", 80, 3, [0.85, 0.85], 0.3),
        new("80 pictures, seeds far apart", 80, 3, [0.8, 0.8], 0.5),
        new("80 pictures, poor", 80, 3, [0.6, 0.65], 0.1),
        new("80 pictures, very accurate", 80, 3, [0.97, 0.97], 0.2),
        new("80 pictures, each seed errs elsewhere", 80, 3, [0.85, 0.85], 0.1) { Shared = 0.2, OfPlan = 0.1 },
        new("80 pictures, five seeds", 80, 5, [0.85, 0.9], 0.2),
        new("80 pictures, one seed", 80, 1, [0.85, 0.85], 0.3),
        new("200 pictures", 200, 3, [0.9, 0.9], 0.1),
        new("200 pictures, five seeds apart", 200, 5, [0.85, 0.8], 0.3),
        new("200 pictures in 20 groups", 200, 3, [0.85, 0.85], 0.1) { Groups = 20 },
        new("80 pictures in 10 groups, five seeds", 80, 5, [0.8, 0.85], 0.2) { Groups = 10 },
        new("80 pictures, five classes", 80, 3, [0.7, 0.75], 0.1) { Classes = 5 },
        new("200 pictures, five classes, seeds apart", 200, 3, [0.8, 0.8], 0.3) { Classes = 5 },
        new("1000 pictures", 1000, 3, [0.9, 0.92], 0.05),
    ];

    private static readonly Regime[] WithoutDifference =
    [
        new("80 pictures", 80, 3, [0.85, 0.85, 0.85, 0.85], 0.1),
        new("40 pictures, accurate", 40, 3, [0.95, 0.95, 0.95, 0.95], 0.1),
        new("80 pictures, seeds far apart", 80, 3, [0.85, 0.85, 0.85, 0.85], 0.5),
        new("200 pictures, five seeds apart", 200, 5, [0.8, 0.8, 0.8, 0.8], 0.3),
        new("80 pictures, one seed", 80, 1, [0.85, 0.85, 0.85, 0.85], 0),
        new("200 pictures in 20 groups", 200, 3, [0.85, 0.85, 0.85, 0.85], 0.1) { Groups = 20 },
        new("80 pictures, five classes", 80, 3, [0.8, 0.8, 0.8, 0.8], 0.1) { Classes = 5 },
    ];

    [Fact]
    public void Intervals_of_95_percent_hold_the_truth_in_93_to_97_percent_of_comparisons()
    {
        Coverage[] found = [.. Regimes.Select((regime, r) => Coverage.Of(regime, Rounds, Resamples, 10_000 * (ulong)r))];
        for (int r = 0; r < found.Length; r++)
            output.WriteLine($"| {Regimes[r].Name} | {found[r]} |");
        for (int column = 0; column < Coverage.Columns.Length; column++)
        {
            double mean = Coverage.MeanOf(found, column);
            output.WriteLine($"{Coverage.Columns[column]}: {100 * mean:0.00}%");
            Assert.True(mean is >= 0.93 and <= 0.97, $"{Coverage.Columns[column]}: {mean}");
        }
        double least = IsLong ? 0.9 : 0.876;
        // Of 200 rounds the share strays from 93% by 5.4 points three times in a thousand
        for (int r = 0; r < found.Length; r++)
            Assert.True(found[r][0] >= least && found[r][1] >= least, $"{Regimes[r].Name}: {found[r]}");
    }

    [Fact]
    public void A_difference_is_called_in_at_most_5_percent_of_comparisons_without_one()
    {
        int headlines = 0, claims = 0, any = 0, naive = 0, all = 0;
        for (int r = 0; r < WithoutDifference.Length; r++)
        {
            Regime regime = WithoutDifference[r];
            int before = any;
            for (int round = 0; round < Rounds; round++, all++)
            {
                ComparisonResult result = Judged(regime, (ulong)(500_000 + 10_000 * r + round));
                bool headline = IsCalled(result), claim = result.Claims.Single(c => c.Number == 2).Answer is ClaimAnswer.Confirmed or ClaimAnswer.Refuted;
                headlines += headline ? 1 : 0;
                claims += claim ? 1 : 0;
                any += headline || claim || result.Differences.Any(d => d.IsShown) ? 1 : 0;
                naive += result.Differences.Any(d => !d.Metrics[0].Interval.Contains(0)) ? 1 : 0;
            }
            double share = (any - before) / (double)Rounds;
            output.WriteLine($"| {regime.Name} | {100 * share:0.0} |");
            Assert.True(share <= 0.1, $"{regime.Name}: {share}");
        }
        output.WriteLine($"headline {100.0 * headlines / all:0.00}%, claim 2 {100.0 * claims / all:0.00}%, anything {100.0 * any / all:0.00}%, unadjusted {100.0 * naive / all:0.00}%");
        Assert.True(any <= 0.05 * all, $"called {any} times of {all}");
        Assert.True(naive > any, "several plans looked at without adjusting call more");
    }

    [Fact]
    public void A_large_difference_is_called_nearly_always()
    {
        var regime = new Regime("a large difference", 80, 3, [0.7, 0.93, 0.93, 0.93], 0.1);
        int called = Enumerable.Range(0, 100).Count(round => IsCalled(Judged(regime, 900_000 + (ulong)round)));
        output.WriteLine($"called {called} of 100");
        Assert.True(called >= 90, $"called {called} of 100");
    }

    private static bool IsCalled(ComparisonResult result) =>
        result.Verdict.Quality.StartsWith("Freezing cost", StringComparison.Ordinal) || result.Verdict.Quality.StartsWith("Freezing gained", StringComparison.Ordinal);

    /// <summary>Four plans; a lucky seed also has a low validation loss, so that the plan picked by it is one of lucky seeds.</summary>
    private static ComparisonResult Judged(Regime regime, ulong round)
    {
        var made = new SimulatedComparison(regime, round);
        ComparisonResult sample = Reports.SampleComparison.TwoClasses();
        string[] names = ["frozen", "last-block", "full", "two-phase"];
        return ComparisonResult.Of(
            sample.Data with { Classes = [.. Enumerable.Range(0, regime.Classes).Select(c => $"class {c}")] },
            sample.Setup,
            sample.Environment,
            new TestSet { Names = [.. made.Labels.Select((_, i) => $"{i}.png")], Labels = made.Labels, Groups = made.Groups },
            [.. names.Select((name, p) => sample.Plans[0] with
            {
                Plan = name,
                Trials = [.. made.Probabilities[p].Select((rows, s) => sample.Plans[0].Trials[0] with
                {
                    Seed = (ulong)s,
                    ValidationLoss = 1 - made.SeedEffects[p][s],
                    TestProbabilities = rows,
                })],
            })],
            Resamples);
    }
}
