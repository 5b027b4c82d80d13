using Thaw.Comparison;
using Thaw.Tensors;
using Thaw.Tests.Training;
using Thaw.Training;

namespace Thaw.Tests.Comparison;

public sealed class PlanComparisonTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 15);
    private TimeEstimate? _estimate;

    public void Dispose() => _task.Dispose();

    [Fact]
    public void Every_plan_meets_every_seed_and_its_best_network_is_saved()
    {
        var saved = new List<(string Plan, ulong Seed)>();
        IReadOnlyList<PlanRun> runs = Run("whole", saved: saved);
        Assert.Equal(["frozen", "full"], runs.Select(run => run.Plan));
        foreach (PlanRun run in runs)
        {
            Assert.Equal([1UL, 2UL], run.Trials.Select(trial => trial.Seed));
            Assert.All(run.Trials, trial => Assert.Equal(2 * _task.Split.Test.Count, trial.TestProbabilities.Length));
            Assert.Equal(run.ChosenTrial.Seed, saved.Last(s => s.Plan == run.Plan).Seed);
        }
        Assert.True(runs[0].Cost.TrainableParameters < runs[1].Cost.TrainableParameters);
        Assert.Equal(runs[0].Cost.TotalParameters, runs[1].Cost.TotalParameters);
        Assert.True(runs[0].Cost.BackwardFlopsPerPicture < runs[1].Cost.BackwardFlopsPerPicture);
        Assert.False(Directory.Exists(Path.Combine(_task.Folder, "whole", "checkpoints", "features")));
    }

    [Fact]
    public void A_stopped_comparison_resumes_to_the_same_results()
    {
        IReadOnlyList<PlanRun> whole = Run("whole");
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Run("stopped", progress: new StopAt(3, source), cancellation: source.Token));
        IReadOnlyList<PlanRun> resumed = Run("stopped", resume: true);
        for (int i = 0; i < whole.Count; i++)
        {
            for (int j = 0; j < whole[i].Trials.Count; j++)
            {
                Assert.Equal(whole[i].Trials[j].TestProbabilities.ToArray(), resumed[i].Trials[j].TestProbabilities.ToArray());
                Assert.Equal(whole[i].Trials[j].BestEpoch, resumed[i].Trials[j].BestEpoch);
                Assert.Equal(EvidenceOf(whole[i].Trials[j]), EvidenceOf(resumed[i].Trials[j]));
            }
        }
    }

    [Fact]
    public void A_plan_that_diverges_leaves_no_model_and_does_not_stop_the_others()
    {
        var saved = new List<(string Plan, ulong Seed)>();
        IReadOnlyList<PlanRun> runs = Run("diverged", saved: saved, settings: new PlanSettings { Epochs = 2, Views = 2, TuningRate = 1e30 });
        Assert.All(runs[1].Trials, trial => Assert.True(trial.Diverged));
        Assert.Null(runs[1].ModelFile);
        Assert.All(runs[0].Trials, trial => Assert.False(trial.Diverged));
        Assert.All(saved, s => Assert.Equal("frozen", s.Plan));
    }

    [Fact]
    public void An_estimate_changes_no_result_and_stands_beside_what_came()
    {
        IReadOnlyList<PlanRun> plain = Run("plain"), estimated = Run("estimated", estimate: true);
        TimeEstimate estimate = _estimate!;
        Assert.Equal(["frozen", "full"], estimate.Plans.Select(plan => plan.Plan));
        Assert.All(estimate.Plans, plan => Assert.Equal((2, 2, false, false), (plan.Trials, plan.TrialsLeft, plan.Resumed, plan.AtMost)));
        for (int i = 0; i < plain.Count; i++)
        {
            Assert.Equal(plain[i].Trials.Select(Bits), estimated[i].Trials.Select(Bits));
            Assert.Equal(plain[i].Trials.SelectMany(t => t.History).Select(row => row with { Seconds = 0 }),
                estimated[i].Trials.SelectMany(t => t.History).Select(row => row with { Seconds = 0 }));
            Assert.Equal((double.NaN, double.NaN), (plain[i].Timing.EstimatedSeconds, plain[i].Timing.EstimateRatio));
            Assert.Equal(estimate.Plans[i].Seconds, estimated[i].Timing.EstimatedSeconds);
            Assert.True(estimated[i].Timing.EstimatedSeconds > 0);
            Assert.InRange(estimated[i].Timing.MeasuredSeconds, estimated[i].Timing.SecondsTotal, 100);
        }
        Assert.Equal(FilesOf("plain"), FilesOf("estimated"));
    }

    [Fact]
    public void A_resumed_comparison_estimates_what_is_left()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Run("stopped", progress: new StopAt(3, source), cancellation: source.Token));
        IReadOnlyList<PlanRun> resumed = Run("stopped", resume: true, estimate: true);
        Assert.Equal((0, 0), (_estimate!.Plans[0].TrialsLeft, _estimate.Plans[0].Seconds));
        Assert.Equal((2, true), (_estimate.Plans[1].TrialsLeft, _estimate.Plans[1].Resumed));
        Assert.Equal(0, resumed[0].Timing.MeasuredSeconds);
        Assert.True(double.IsNaN(resumed[0].Timing.EstimateRatio));
        Assert.True(resumed[1].Timing.EstimateRatio > 0);
        Run("stopped", resume: true, estimate: true);
        Assert.Equal(0, _estimate.Seconds);
    }

    private static string EvidenceOf(TrialResult trial) => System.Text.Json.JsonSerializer.Serialize((trial.Evidence!.Drift, trial.Evidence.FirstSteps),
        new System.Text.Json.JsonSerializerOptions { IncludeFields = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals });

    private static string Bits(TrialResult trial) => string.Join(' ', trial.TestProbabilities.ToArray().Select(BitConverter.SingleToInt32Bits));

    private string[] FilesOf(string name) =>
        [.. Directory.GetFiles(Path.Combine(_task.Folder, name), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order()!];

    [Fact]
    public void Resuming_with_other_plans_is_refused_and_keeps_what_is_there()
    {
        Run("run");
        string[] before = Directory.GetFiles(Path.Combine(_task.Folder, "run"), "*", SearchOption.AllDirectories);
        Assert.Throws<TrainingException>(() => Run("run", resume: true, epochs: 3));
        Assert.Equal(before, Directory.GetFiles(Path.Combine(_task.Folder, "run"), "*", SearchOption.AllDirectories));
    }

    private IReadOnlyList<PlanRun> Run(string name, bool resume = false, int epochs = 2, List<(string Plan, ulong Seed)>? saved = null,
        IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default, PlanSettings? settings = null,
        bool estimate = false)
    {
        settings ??= new PlanSettings { Epochs = epochs, Views = 2 };
        var options = new ComparisonOptions
        {
            Plans = [Plan.Named("frozen", settings), Plan.Named("full", settings)],
            Seeds = [1, 2],
            Head = TinyTask.Head,
            BatchSize = 8,
            Resume = resume,
        };
        using var device = new Cpu(2);
        var comparison = new PlanComparison(_task.Images, _task.Split, _task.Backbone, options, device, Path.Combine(_task.Folder, name),
            model => saved?.Add((model.Plan, model.Trial.Seed)));
        _estimate = estimate ? comparison.Estimate(cancellation) : null;
        return comparison.Run(progress, cancellation);
    }

    private sealed class StopAt(int trial, CancellationTokenSource source) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value)
        {
            if (value.Trial == trial && value.Row.Epoch == 1)
                source.Cancel();
        }
    }
}
