using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Images.Corruptions;
using Thaw.Tests.Reports;

namespace Thaw.Tests.Comparison.Evidence;

public class ShiftJudgeTests
{
    [Fact]
    public void Accuracies_are_means_over_seeds_pictures_corruptions_and_severities()
    {
        ComparisonResult result = ShiftSamples.With(SampleComparison.TwoClasses());
        ShiftResult shift = result.Shift!;
        int pictures = result.Test.Labels.Count;
        Assert.Equal(result.Plans.Select(plan => plan.Plan), shift.Plans.Select(plan => plan.Plan));
        for (int p = 0; p < shift.Plans.Count; p++)
        {
            double right = 0;
            int seen = 0;
            var second = new double[Corruption.Severities]; // of the second corruption, blur
            foreach (TrialResult trial in result.Plans[p].Trials)
            {
                IReadOnlyList<int> told = trial.Evidence!.Shift!.Told;
                for (int i = 0; i < told.Count; i++, seen++)
                {
                    bool isRight = told[i] == result.Test.Labels[i % pictures];
                    right += isRight ? 1 : 0;
                    if (i / pictures / Corruption.Severities == 1 && isRight)
                        second[i / pictures % Corruption.Severities] += 1.0 / (pictures * result.Plans[p].Trials.Count);
                }
            }
            Assert.Equal(right / seen, shift.Plans[p].Shifted.Value, 12);
            Assert.Equal(second, shift.Plans[p].Curves[1].Accuracies, (a, b) => Math.Abs(a - b) < 1e-12);
            Assert.Equal(shift.Plans[p].Shifted.Value, shift.Plans[p].Curves.Average(curve => curve.Accuracies.Average()), 12);
            Assert.InRange(shift.Plans[p].Shifted.Value, shift.Plans[p].Shifted.Interval.Low, shift.Plans[p].Shifted.Interval.High);
        }
    }

    [Fact]
    public void On_the_pictures_as_they_are_the_numbers_are_those_of_the_comparison()
    {
        ComparisonResult result = ShiftSamples.With(SampleComparison.FiveClasses());
        Metric accuracy = Metric.MicroAccuracy;
        for (int p = 0; p < result.Plans.Count; p++)
            Assert.Equal(result.Plans[p][accuracy].Value, result.Shift!.Plans[p].Clean.Value, 12);
        foreach (PlanDifference difference in result.Differences)
        {
            ShiftDifference same = result.Shift!.Differences.Single(d => d.Plan == difference.Plan && d.Baseline == difference.Baseline);
            Assert.Equal(difference.Metrics.Single(d => d.Metric == accuracy).Value, same.Clean.Value, 12);
        }
        ShiftDifference pair = result.Shift!.Differences.Single(d => d is { Plan: "two-phase", Baseline: "full" });
        Assert.Equal(result.Shift.Plans[3].Shifted.Value - result.Shift.Plans[2].Shifted.Value, pair.Shifted.Value, 12);
    }

    /// <summary>Versions of a picture that always agree say no more than one version: an interval that took them as independent would be much narrower.</summary>
    [Fact]
    public void The_versions_of_a_picture_count_as_one()
    {
        ComparisonResult sample = SampleComparison.TwoClasses();
        ComparisonResult result = ShiftSamples.With(sample, told: (_, trial, _, picture) => Decision.Of(trial.TestProbabilities.Span.Slice(2 * picture, 2)));
        foreach (ShiftPlan plan in result.Shift!.Plans)
        {
            Assert.Equal(plan.Clean.Value, plan.Shifted.Value, 12);
            Assert.Equal(plan.Clean.Interval.Low, plan.Shifted.Interval.Low, 12);
            Assert.Equal(plan.Clean.Interval.High, plan.Shifted.Interval.High, 12);
            Assert.True(plan.Shifted.Interval.High - plan.Shifted.Interval.Low > 0.05);
        }
    }

    [Fact]
    public void Part_of_the_pictures_is_judged_by_its_own_labels()
    {
        ComparisonResult sample = SampleComparison.TwoClasses();
        int[] chosen = [1, 4, 6, 9, 33, 58];
        ShiftResult shift = ShiftSamples.With(sample, chosen, (_, _, _, picture) => sample.Test.Labels[picture]).Shift!;
        Assert.Equal((6, 60), (shift.Pictures.Count, shift.TestPictures));
        Assert.All(shift.Plans, plan => Assert.Equal((1.0, Intervals.Wilson(6, 6)), (plan.Shifted.Value, plan.Shifted.Interval)));
        Assert.All(shift.Differences, d => Assert.True(d.Shifted.Value == 0 && d.Shifted.Interval.Low < -0.3 && d.Shifted.Interval.High > 0.3));
    }

    [Fact]
    public void Where_a_trial_was_not_tested_there_is_no_result_but_one_that_diverged_counts()
    {
        ComparisonResult sample = SampleComparison.Of("frozen", "full");
        Assert.Null(sample.Shift);
        ComparisonResult with = ShiftSamples.With(sample);
        PlanRun without = with.Plans[1] with { Trials = [with.Plans[1].Trials[0] with { Evidence = null }] };
        Assert.Null(ComparisonResult.Of(sample.Data, sample.Setup, sample.Environment, sample.Test, [with.Plans[0], without], 10).Shift);
        PlanRun diverged = with.Plans[1] with
        {
            Trials = [with.Plans[1].Trials[0] with { Evidence = null, ValidationLoss = double.NaN, TestProbabilities = Enumerable.Repeat(float.NaN, 40).ToArray() }],
        };
        ShiftPlan lost = ComparisonResult.Of(sample.Data, sample.Setup, sample.Environment, sample.Test, [with.Plans[0], diverged], 10).Shift!.Plans[1];
        Assert.Equal((0.5, 0.5), (lost.Clean.Value, lost.Shifted.Value));
    }

    [Fact]
    public void Trials_that_were_tested_on_different_pictures_are_refused()
    {
        ComparisonResult sample = SampleComparison.Of("frozen", "full");
        ComparisonResult some = ShiftSamples.With(sample, [1, 2, 3]), others = ShiftSamples.With(sample, [1, 2, 4]);
        Assert.Throws<ArgumentException>(() => ComparisonResult.Of(sample.Data, sample.Setup, sample.Environment, sample.Test, [some.Plans[0], others.Plans[1]], 10));
        Assert.Throws<ArgumentException>(() => ShiftSamples.With(sample, [1, 20], (_, _, _, _) => 0));
    }

    [Fact]
    public void The_finding_says_who_is_ahead_where()
    {
        ComparisonResult sample = SampleComparison.TwoClasses();
        string same = ShiftSamples.With(sample, told: (plan, trial, _, picture) => Decision.Of(trial.TestProbabilities.Span.Slice(2 * picture, 2))).Shift!.Finding;
        Assert.Contains(", and under shift too, ", same, StringComparison.Ordinal);
        Assert.Contains("\"two-phase\" minus \"full\" is +", same, StringComparison.Ordinal);
        string turned = ShiftSamples.With(sample, told: (plan, _, _, picture) => plan.Plan == "full" ? sample.Test.Labels[picture] : 0).Shift!.Finding;
        Assert.Contains(", but under shift \"full\", 100.0%. ", turned, StringComparison.Ordinal);
        Assert.Contains("-50.0 under shift (95% interval -56.0 to -44.0)", turned, StringComparison.Ordinal);
        Assert.EndsWith("behind under shift.", turned, StringComparison.Ordinal);
    }
}
