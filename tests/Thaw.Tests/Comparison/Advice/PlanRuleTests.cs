using Thaw.Comparison.Advice;
using Thaw.Kernels;
using Thaw.Training;

namespace Thaw.Tests.Comparison.Advice;

public sealed class PlanRuleTests
{
    private static readonly string[] All = [.. Plan.Names.Except([.. Plan.SweepNames, "gradual"])]; // of gradual no runs were fitted

    [Fact]
    public void The_table_holds_the_plans_of_a_comparison_and_frozen_gains_nothing()
    {
        Assert.Equal(All.Order(), PlanRule.Table.Select(row => row.Plan).Order());
        Assert.Equal("frozen", PlanRule.Table[0].Plan);
        Assert.All(PlanRule.Table, row => Assert.Equal(PlanRule.FeatureNames.Count, row.Factors.Count));
        Assert.All(PlanRule.Table[0].Factors, factor => Assert.Equal(0, factor));
    }

    [Fact]
    public void A_gain_is_the_sum_of_factors_and_features()
    {
        SetMeasurements set = SampleAdvice.Set(train: 800, probe: 0.7, lower: 0.1).At(1.5);
        Assert.Equal([1, 1.5, 0.6], PlanRule.FeaturesOf(set).Select(x => Math.Round(x, 9)));
        PlanRow row = PlanRule.Table.Single(row => row.Plan == "two-phase");
        double expected = row.Factors[0] + 1.5 * row.Factors[1] + 0.6 * row.Factors[2];
        PlanAdvice advice = PlanRule.Advise(set, ["full", "two-phase"]);
        Assert.Equal(["full", "two-phase"], advice.Gains.Select(gain => gain.Plan));
        Assert.Equal(expected, advice.Gains[1].Value, 1e-12);
        Assert.True(advice.Gains[1].Interval.Contains(expected));
    }

    [Fact]
    public void Two_phases_are_advised_unless_another_plan_leads_by_more_than_a_point()
    {
        var advised = new HashSet<string>();
        foreach (SetMeasurements set in Many())
        {
            PlanAdvice advice = PlanRule.Advise(set, All);
            double most = advice.Gains.Max(gain => gain.Value), usual = advice.Gains.Single(gain => gain.Plan == "two-phase").Value;
            string cheapest = PlanRule.Table.First(row => advice.Gains.Single(gain => gain.Plan == row.Plan).Value >= most - PlanRule.Tie).Plan;
            Assert.Equal(most > usual + 0.01 ? cheapest : "two-phase", advice.Plan);
            Assert.InRange(advice.Confidence, 0.05, 1);
            Assert.True(advice.Reasons.Count >= 5);
            advised.Add(advice.Plan!);
        }
        Assert.Contains("two-phase", advised);
        Assert.Contains("frozen", advised);
    }

    [Theory]
    [InlineData(new[] { "frozen", "two-phase" }, new[] { 0, -0.0099 }, 1)]
    [InlineData(new[] { "frozen", "two-phase" }, new[] { 0, -0.0101 }, 0)]
    [InlineData(new[] { "frozen", "two-phase", "full" }, new[] { 0, 0.02, 0.0299 }, 1)]
    [InlineData(new[] { "frozen", "two-phase", "full" }, new[] { 0, 0.02, 0.0301 }, 2)]
    [InlineData(new[] { "frozen", "last-block", "full" }, new[] { 0, 0.0049, 0.005 }, 0)]
    [InlineData(new[] { "frozen", "last-block", "full" }, new[] { 0, 0.0051, 0.01 }, 1)]
    [InlineData(new string[0], new double[0], -1)]
    public void The_lead_is_counted_against_two_phases_alone(string[] plans, double[] gains, int chosen) => Assert.Equal(chosen, PlanRule.Choose(plans, gains));

    [Fact]
    public void Pictures_that_frozen_features_tell_well_are_left_frozen_and_many_hard_ones_are_not()
    {
        Assert.Equal("frozen", PlanRule.Advise(SampleAdvice.Set(train: 60, probe: 0.97).At(0.3), All).Plan);
        Assert.NotEqual("frozen", PlanRule.Advise(SampleAdvice.Set(train: 4000, probe: 0.6, lower: 0.05).At(1.5), All).Plan);
    }

    [Fact]
    public void A_distance_that_is_not_known_is_said_and_widens_what_is_expected()
    {
        PlanAdvice blind = PlanRule.Advise(SampleAdvice.Set(), All), seeing = PlanRule.Advise(SampleAdvice.Set().At(PlanRule.TypicalDistance), All);
        Assert.Contains(blind.Reasons, reason => reason.Contains("not known (made up)", StringComparison.Ordinal));
        Assert.Equal(seeing.Gains.Select(gain => gain.Value), blind.Gains.Select(gain => gain.Value));
        Assert.All(blind.Gains.Zip(seeing.Gains).Skip(1), pair => Assert.True(pair.First.Interval.High > pair.Second.Interval.High));
    }

    [Fact]
    public void A_probe_that_is_unsure_or_worse_than_a_guess_widens_what_is_expected_and_no_more()
    {
        SetMeasurements sure = SampleAdvice.Set(probe: 0.5).At(1), unsure = sure with { HeadProbe = sure.HeadProbe with { Accuracy = 0.35, StandardError = 0.25 } };
        PlanAdvice narrow = PlanRule.Advise(sure, All), wide = PlanRule.Advise(unsure, All);
        Assert.Equal(1, unsure.Room);
        Assert.Equal(narrow.Gains.Select(gain => gain.Value), wide.Gains.Select(gain => gain.Value));
        Assert.True(wide.Gains.Single(gain => gain.Plan == "two-phase").Interval.High > narrow.Gains.Single(gain => gain.Plan == "two-phase").Interval.High + 0.02);
        Assert.Equal(0, wide.Gains[0].Interval.High);
    }

    [Fact]
    public void Plans_of_ones_own_have_no_expectation()
    {
        PlanAdvice advice = PlanRule.Advise(SampleAdvice.Set(), ["mine"]);
        Assert.Null(advice.Plan);
        Assert.True(double.IsNaN(advice.Confidence) && double.IsNaN(advice.Gains.Single().Value));
        Assert.Equal(1, PlanRule.Advise(SampleAdvice.Set(), ["frozen"]).Confidence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Chances_are_those_of_drawn_numbers(int chosen)
    {
        double[] means = [0, 0.012, 0.02], own = [0, 0.015, 0.02], shared = [0, 0.02, 0.02];
        var random = new Pcg32(5);
        int good = 0;
        const int draws = 40_000;
        for (int i = 0; i < draws; i++)
        {
            double z = random.NextNormal();
            double[] gains = [.. Enumerable.Range(0, 3).Select(p => means[p] + shared[p] * z + own[p] * random.NextNormal())];
            if (gains[chosen] + 0.01 >= gains.Max())
                good++;
        }
        Assert.Equal((double)good / draws, Chances.Within(means, own, shared, chosen, 0.01), 0.01);
    }

    private static IEnumerable<SetMeasurements> Many() =>
        from train in new[] { 40, 200, 2000 }
        from probe in new[] { 0.55, 0.8, 0.99 }
        from distance in new[] { 0, 1, 2.0 }
        select SampleAdvice.Set(train, probe).At(distance);
}
