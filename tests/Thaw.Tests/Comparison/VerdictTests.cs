using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Tests.Comparison;

public sealed class VerdictTests
{
    [Fact]
    public void A_cost_that_the_pictures_prove_is_told_without_doubt()
    {
        Verdict verdict = Of(("frozen", 30, 2), ("full", 2, 18.8)).Verdict;
        Assert.StartsWith("Freezing cost 28.0 points of accuracy against training everything (95% interval ", verdict.Quality, StringComparison.Ordinal);
        Assert.Equal("and was 9.4 times faster per epoch", verdict.Cost);
        Assert.EndsWith("), and was 9.4 times faster per epoch.", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_that_holds_0_is_told_as_no_difference_shown()
    {
        string quality = Of(("frozen", 4, 2), ("full", 2, 2)).Verdict.Quality;
        Assert.StartsWith("Freezing showed no difference in accuracy from training everything (-2.0 points; 95% interval -", quality, StringComparison.Ordinal);
        Assert.DoesNotContain("cost", quality, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gain_has_its_interval_turned_round()
    {
        ComparisonResult result = Of(("frozen", 2, 2), ("full", 30, 1));
        Interval gain = result.Differences[0].Metrics[0].Interval;
        Assert.True(gain.High < 0);
        string low = (-100 * gain.High).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith($"Freezing gained 28.0 points of accuracy against training everything (95% interval {low} to ", result.Verdict.Quality, StringComparison.Ordinal);
        Assert.Equal("and was 2.0 times slower per epoch", result.Verdict.Cost);
    }

    [Fact]
    public void No_difference_at_all_still_has_an_interval()
    {
        Verdict verdict = Of(("frozen", 3, 2), ("full", 3, 2.05)).Verdict;
        // Wilson's interval of 0 of 100 ends at 3.7%
        Assert.Equal("Freezing showed no difference in accuracy from training everything (0.0 points; 95% interval -3.7 to +3.7)", verdict.Quality);
        Assert.Equal("and took as long per epoch", verdict.Cost);
    }

    [Fact]
    public void A_difference_that_looking_at_several_plans_explains_is_not_called()
    {
        // 6 of 100 pictures apart: p is about 0.013 alone, but four more plans were looked at
        ComparisonResult alone = Of(("frozen", 8, 2), ("full", 2, 2));
        ComparisonResult many = Of(("frozen", 8, 2), ("full", 2, 2), ("last-block", 8, 2), ("two-phase", 8, 2), ("gradual", 8, 2), ("other", 8, 2));
        PlanDifference difference = many.Differences[0];
        Assert.False(difference.Metrics[0].Interval.Contains(0));
        Assert.True(alone.Differences[0].IsShown && !difference.IsShown, $"{alone.Differences[0].AdjustedPValue} {difference.AdjustedPValue}");
        Assert.Equal(5 * difference.Metrics[0].PValue, difference.AdjustedPValue, 1e-12);
        Assert.StartsWith("Freezing cost 6.0 points", alone.Verdict.Quality, StringComparison.Ordinal);
        Assert.StartsWith("Freezing showed no difference", many.Verdict.Quality, StringComparison.Ordinal);
        Assert.EndsWith("once adjusted for the 5 plans compared)", many.Verdict.Quality, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_full_the_last_other_plan_stands_in()
    {
        ComparisonResult result = Of(("two-phase", 2, 8), ("frozen", 12, 2), ("last-block", 2, 4));
        Assert.Contains("the plan \"last-block\"", result.Verdict.Quality, StringComparison.Ordinal);
        Assert.Equal(["two-phase", "last-block"], result.Differences.Select(d => d.Plan));
        Assert.All(result.Differences, d => Assert.Equal("frozen", d.Baseline));
    }

    [Fact]
    public void Without_frozen_the_cost_of_freezing_is_not_known()
    {
        ComparisonResult result = Of(("two-phase", 2, 8), ("full", 12, 2));
        Assert.StartsWith("What freezing costs is not known, since no plan \"frozen\" was trained; accuracy: two-phase 98.0%", result.Verdict.Quality, StringComparison.Ordinal);
        Assert.Null(result.Verdict.Cost);
        Assert.Equal("full", Assert.Single(result.Differences).Baseline);
    }

    [Fact]
    public void Frozen_alone_is_not_compared()
    {
        ComparisonResult result = Of(("frozen", 5, 8));
        Assert.StartsWith("Frozen layers gave 95.0%", result.Verdict.Quality, StringComparison.Ordinal);
        Assert.Empty(result.Differences);
        Assert.Null(result.Verdict.Cost);
    }

    [Fact]
    public void The_plan_to_keep_is_chosen_by_validation_loss_and_not_by_test_accuracy()
    {
        ComparisonResult result = Of(("frozen", 20, 1), ("full", 1, 1));
        PlanRun better = result.Plans[0] with { Trials = [result.Plans[0].Trials[0] with { ValidationLoss = 0.01 }] };
        ComparisonResult again = ComparisonResult.Of(result.Data, result.Setup, result.Environment, result.Test, [better, result.Plans[1]]);
        Assert.StartsWith("By validation loss alone the plan to keep is \"frozen\"", again.Verdict.Selection, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kept_trial_has_the_lowest_validation_loss_and_NaN_never_wins()
    {
        PlanRun plan = Of(("frozen", 5, 8)).Plans[0];
        TrialResult Trial(ulong seed, double loss) => plan.Trials[0] with { Seed = seed, ValidationLoss = loss };
        Assert.Equal(3ul, (plan with { Trials = [Trial(1, double.NaN), Trial(2, 0.5), Trial(3, 0.4), Trial(4, 0.4)] }).ChosenTrial.Seed);
        Assert.Equal(1ul, (plan with { Trials = [Trial(1, double.NaN), Trial(2, double.NaN)] }).ChosenTrial.Seed);
    }

    [Fact]
    public void Differences_are_the_plan_minus_the_baseline()
    {
        ComparisonResult result = Of(("frozen", 10, 1), ("full", 4, 1));
        PlanDifference difference = Assert.Single(result.Differences);
        Assert.Equal([Metric.Accuracy, Metric.AreaUnderRocCurve, Metric.LogLoss], difference.Metrics.Select(d => d.Metric));
        Assert.Equal(0.06, difference.Metrics[0].Value, 12);
        Assert.True(difference.Metrics[2].Value < 0, "the better plan has the lower log loss");
        Assert.Equal((6, 0), (difference.McNemar.OnlyFirstRight, difference.McNemar.OnlySecondRight));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ComparisonResult result = Of(("frozen", 5, 8));
        Assert.Throws<ArgumentException>(() => ComparisonResult.Of(result.Data, result.Setup, result.Environment, result.Test, []));
        Assert.Contains("different names", Assert.Throws<ArgumentException>(() => ComparisonResult.Of(
            result.Data, result.Setup, result.Environment, result.Test, [result.Plans[0], result.Plans[0]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ComparisonResult.Of(
            result.Data, result.Setup, result.Environment, result.Test with { Names = [] }, [result.Plans[0]]));
    }

    /// <summary>Plans with so many wrong of 100 test pictures, the first ones, and so many seconds an epoch.</summary>
    private static ComparisonResult Of(params (string Name, int Wrong, double Seconds)[] plans)
    {
        ComparisonResult sample = Reports.SampleComparison.Of("frozen");
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        return ComparisonResult.Of(
            sample.Data,
            sample.Setup,
            sample.Environment,
            new TestSet { Names = [.. labels.Select((_, i) => $"{i}.png")], Labels = labels },
            [.. plans.Select(plan =>
            {
                var rows = new float[200];
                for (int i = 0; i < 100; i++)
                {
                    int told = i < plan.Wrong ? 1 - labels[i] : labels[i];
                    (rows[2 * i + told], rows[2 * i + 1 - told]) = (0.9f, 0.1f);
                }
                return sample.Plans[0] with
                {
                    Plan = plan.Name,
                    Timing = sample.Plans[0].Timing with { SecondsPerEpoch = plan.Seconds },
                    Trials = [sample.Plans[0].Trials[0] with { TestProbabilities = rows }],
                };
            })]);
    }
}
