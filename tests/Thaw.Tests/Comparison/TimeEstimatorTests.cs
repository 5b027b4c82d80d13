using Thaw.Comparison;
using Thaw.Images;
using Thaw.Tests.Training.Timing;
using Thaw.Training;
using Thaw.Training.Timing;

namespace Thaw.Tests.Comparison;

public sealed class TimeEstimatorTests
{
    private static readonly PartSizes Sizes = new(180, 60, 60);
    private static readonly TrialTime Time = new(TrialTimeTests.Speeds, Sizes);
    private static readonly Plan Frozen = PlanOf("frozen", ("head", 20)), Full = PlanOf("full", ("all", 20)),
        TwoPhase = PlanOf("two-phase", ("head", 10), ("all", 10)), Back = PlanOf("back", ("all", 10), ("head", 10));

    private static readonly double TrainCache = Time.Caching(18, 8 * 180, Augmentation.Standard), ValidationCache = Time.Caching(18, 60, Augmentation.None),
        Lookup = Time.Begin(18);

    [Fact]
    public void The_first_trial_that_needs_features_pays_for_them()
    {
        TimeEstimate estimate = Estimator().Estimate([.. Trials(Frozen, 3), .. Trials(Full, 3), .. Trials(TwoPhase, 3)]);
        Assert.Equal(["frozen", "full", "two-phase"], estimate.Plans.Select(plan => plan.Plan));
        Assert.Equal(TrainCache + ValidationCache + 3 * (Lookup + Time.Frame(0) + 20 * Epoch("head", 18)), estimate.Plans[0].Seconds, 6);
        Assert.Equal(3 * (Time.Frame(0) + 20 * Epoch("all", 0)), estimate.Plans[1].Seconds, 6);
        Assert.Equal(3 * (Lookup + Time.Frame(0) + 10 * Epoch("head", 0) + 10 * Epoch("all", 0)), estimate.Plans[2].Seconds, 6);
        Assert.Equal(estimate.Plans.Sum(plan => plan.Seconds), estimate.Seconds);
        Assert.All(estimate.Plans, plan => Assert.Equal((3, 3, false, false), (plan.Trials, plan.TrialsLeft, plan.Resumed, plan.AtMost)));
    }

    [Fact]
    public void Every_trial_pays_for_features_of_layers_that_it_trained_before()
    {
        TimeEstimate estimate = Estimator().Estimate(Trials(Back, 2));
        Assert.Equal(2 * (TrainCache + ValidationCache + Lookup + Time.Frame(0) + 10 * Epoch("all", 0) + 10 * Epoch("head", 0)), estimate.Seconds, 6);
    }

    [Fact]
    public void Features_on_the_way_to_higher_ones_are_computed_once()
    {
        Plan lastBlock = PlanOf("last-block", ("block5", 20));
        TimeEstimate estimate = Estimator().Estimate([.. Trials(Frozen, 1), .. Trials(lastBlock, 1)]);
        double lower = Time.Caching(14, 8 * 180, Augmentation.Standard) + Time.Caching(14, 60, Augmentation.None);
        double rest = Time.Caching(18, 8 * 180, Augmentation.Standard, from: 14) + Time.Caching(18, 60, Augmentation.None, from: 14);
        Assert.Equal(lower + rest + Lookup + Time.Frame(0) + 20 * Epoch("head", 18), estimate.Plans[0].Seconds, 6);
        Assert.Equal(Time.Begin(14) + Time.Frame(0) + 20 * Epoch("block5", 14), estimate.Plans[1].Seconds, 6);
    }

    [Fact]
    public void Other_views_are_other_features()
    {
        Plan fewer = Frozen with { Name = "fewer", Phases = [Frozen.Phases[0] with { Views = 2 }] };
        double other = Time.Caching(18, 2 * 180, Augmentation.Standard);
        TimeEstimate estimate = Estimator().Estimate([.. Trials(Frozen, 1), .. Trials(fewer, 1)]);
        Assert.Equal(TrainCache - other + ValidationCache, estimate.Plans[0].Seconds - estimate.Plans[1].Seconds, 6);
    }

    [Fact]
    public void Models_are_written_by_the_best_so_far()
    {
        double with = Estimator(saves: true).Estimate(Trials(Full, 3)).Seconds, without = Estimator().Estimate(Trials(Full, 3)).Seconds;
        Assert.Equal((1 + 1 / 2.0 + 1 / 3.0) * (Time.Frame(1) - Time.Frame(0)), with - without, 6);
    }

    [Fact]
    public void A_resumed_run_is_estimated_by_what_is_left()
    {
        TimeEstimator estimator = Estimator();
        estimator.Has(TwoPhase.Phases[0], train: true);
        TimeEstimate estimate = estimator.Estimate(
        [
            new TrialLeft(TwoPhase, 0, null, true),
            new TrialLeft(TwoPhase, 1, [0, 4], true),
            new TrialLeft(TwoPhase, 2, [10, 10], false),
        ]);
        double second = Time.Frame(0) + 4 * Epoch("all", 0), third = Time.Frame(0) + Lookup + ValidationCache + 10 * Epoch("head", 0) + 10 * Epoch("all", 0);
        PlanTimeEstimate plan = Assert.Single(estimate.Plans);
        Assert.Equal(second + third, plan.Seconds, 6);
        Assert.Equal((3, 2, true), (plan.Trials, plan.TrialsLeft, plan.Resumed));
    }

    [Fact]
    public void Nothing_left_takes_no_time()
    {
        PlanTimeEstimate plan = Assert.Single(TimeEstimator.Nothing([new TrialLeft(Full, 0, null, true)]).Plans);
        Assert.Equal((0.0, 0, true), (plan.Seconds, plan.TrialsLeft, plan.Resumed));
    }

    [Fact]
    public void A_patience_that_is_still_to_come_makes_it_the_most()
    {
        Plan patient = TwoPhase with { Phases = [TwoPhase.Phases[0] with { Patience = 3 }, TwoPhase.Phases[1]] };
        Assert.True(Estimator().Estimate(Trials(patient, 1)).AtMost);
        Assert.False(Estimator().Estimate([new TrialLeft(patient, 0, [0, 4], true)]).AtMost);
    }

    private static TimeEstimator Estimator(bool saves = false) =>
        new(TrialTimeTests.Speeds, Sizes, BoundaryOf, saves);

    private static TrialLeft[] Trials(Plan plan, int seeds) =>
        [.. Enumerable.Range(0, seeds).Select(number => new TrialLeft(plan, number, [.. plan.Phases.Select(phase => phase.Epochs)], false))];

    private static double Epoch(string from, int lowest) => Time.Epoch(TrialTimeTests.PhaseOf(from), BoundaryOf(TrialTimeTests.PhaseOf(from)), lowest);

    private static int BoundaryOf(Phase phase) => phase.TrainFrom switch { "all" => 0, "block5" => 14, _ => 18 };

    private static Plan PlanOf(string name, params (string From, int Epochs)[] phases) =>
        new() { Name = name, Phases = [.. phases.Select(phase => TrialTimeTests.PhaseOf(phase.From, phase.Epochs))] };
}
