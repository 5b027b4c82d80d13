using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TinyTask _task = new();

    public void Dispose() => _task.Dispose();

    [Fact]
    public void Full_training_learns_the_task()
    {
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device);
        TrialOutcome outcome = Trainer.Train(network, TinyTask.PlanOf("all", 12), _task.Train, _task.Validation, _task.Options());
        Assert.True(outcome.BestLoss < 0.3, $"validation loss {outcome.BestLoss}");
        Assert.True(outcome.History[outcome.BestEpoch - 1].ValidationAccuracy >= 0.9);
        Assert.Equal(Enumerable.Range(1, 12), outcome.History.Select(row => row.Epoch));
        Assert.True(outcome.Timing.Forward > 0 && outcome.Timing.Backward > 0 && outcome.Timing.PeakBytes > 0);
    }

    [Theory]
    [InlineData("head", "block")]
    [InlineData("block5", "block4")]
    [InlineData("block3", "block2")]
    public void What_lies_below_the_boundary_keeps_its_bits(string trainFrom, string frozenPrefix)
    {
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device);
        float[] before = TinyTask.WeightsOf(network, frozenPrefix), all = TinyTask.WeightsOf(network);
        Trainer.Train(network, TinyTask.PlanOf(trainFrom, 2), _task.Train, _task.Validation, _task.Options());
        Assert.Equal(before, TinyTask.WeightsOf(network, frozenPrefix));
        Assert.NotEqual(all, TinyTask.WeightsOf(network));
    }

    [Fact]
    public void Weights_are_bit_identical_for_any_number_of_threads()
    {
        Plan plan = TinyTask.PlanOf("all", 2) with
        {
            Phases = [TinyTask.PlanOf("all", 2).Phases[0] with { Augmentation = Augmentation.Standard, WeightDecay = 1e-3, LayerDecay = 0.7 }],
        };
        float[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using var device = new Cpu(threads);
            using Network network = _task.CreateNetwork(device, head: TinyTask.Head with { Dropout = 0.3f });
            Trainer.Train(network, plan, _task.Train, _task.Validation, _task.Options());
            return TinyTask.WeightsOf(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    [Fact]
    public void A_stopped_trial_resumes_to_the_same_bits()
    {
        var plan = new Plan
        {
            Name = "resumed",
            Phases = [TinyTask.PlanOf("head", 3).Phases[0], TinyTask.PlanOf("all", 3).Phases[0] with { Name = "rest", Patience = 2 }],
        };
        Head head = TinyTask.Head with { Dropout = 0.25f };
        using var device = new Cpu(1);
        using Network whole = _task.CreateNetwork(device, head: head);
        TrialOutcome expected = Trainer.Train(whole, plan, _task.Train, _task.Validation, _task.Options());
        foreach (int stopAfter in new[] { 1, 3, 4 })
        {
            string checkpoint = Path.Combine(_task.Folder, $"stop{stopAfter}.safetensors");
            using (Network stopped = _task.CreateNetwork(device, head: head))
            {
                using var source = new CancellationTokenSource();
                var stop = new Stop(stopAfter, source);
                Assert.Throws<OperationCanceledException>(() =>
                    Trainer.Train(stopped, plan, _task.Train, _task.Validation, _task.Options(checkpoint), stop, source.Token));
            }
            using Network resumed = _task.CreateNetwork(device, head: head);
            TrialOutcome outcome = Trainer.Train(resumed, plan, _task.Train, _task.Validation, _task.Options(checkpoint));
            Assert.Equal(TinyTask.WeightsOf(whole), TinyTask.WeightsOf(resumed));
            Assert.Equal(expected.History.Select(row => row with { Seconds = 0 }), outcome.History.Select(row => row with { Seconds = 0 }));
            Assert.Equal(expected.BestEpoch, outcome.BestEpoch);
        }
    }

    [Fact]
    public void A_checkpoint_of_another_plan_is_refused()
    {
        string checkpoint = Path.Combine(_task.Folder, "other.safetensors");
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device);
        Trainer.Train(network, TinyTask.PlanOf("head", 1), _task.Train, _task.Validation, _task.Options(checkpoint));
        TrainingException e = Assert.Throws<TrainingException>(() =>
            Trainer.Train(network, TinyTask.PlanOf("head", 2), _task.Train, _task.Validation, _task.Options(checkpoint)));
        Assert.Contains("another plan", e.Message, StringComparison.Ordinal);
        File.WriteAllBytes(checkpoint, [1, 2, 3]);
        Assert.Throws<TrainingException>(() =>
            Trainer.Train(network, TinyTask.PlanOf("head", 1), _task.Train, _task.Validation, _task.Options(checkpoint)));
    }

    [Fact]
    public void The_best_epoch_is_kept_and_patience_ends_a_phase()
    {
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device);

        // The rate is so high that the loss soon rises again
        Plan plan = TinyTask.PlanOf("all", 30, 0.3);
        plan = plan with { Phases = [plan.Phases[0] with { Patience = 3, Schedule = Schedule.Constant }] };
        TrialOutcome outcome = Trainer.Train(network, plan, _task.Train, _task.Validation, _task.Options());
        Assert.Equal(outcome.History.Min(row => row.ValidationLoss), outcome.BestLoss);
        Assert.Equal(outcome.BestEpoch + 3, outcome.History.Count);
        float[] probabilities = Inference.Probabilities(network, _task.Validation, _task.Backbone.Preprocessing);
        double loss = Enumerable.Range(0, _task.Validation.Count)
            .Average(i => -Math.Log(Math.Max(1e-30, probabilities[2 * i + _task.Validation.Label(i)])));
        Assert.Equal(outcome.BestLoss, loss, 3);
    }

    [Fact]
    public void Divergence_is_reported_and_ends_the_trial()
    {
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device);
        TrialOutcome outcome = Trainer.Train(network, TinyTask.PlanOf("all", 3, 1e30), _task.Train, _task.Validation, _task.Options());
        Assert.True(outcome.Diverged);
        Assert.Single(outcome.History);
    }

    [Fact]
    public void A_layer_that_does_not_exist_is_an_error_that_lists_the_layers()
    {
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device);
        ArgumentException e = Assert.Throws<ArgumentException>(() =>
            Trainer.Train(network, TinyTask.PlanOf("block6", 1), _task.Train, _task.Validation, _task.Options()));
        Assert.Contains("block5_conv1", e.Message, StringComparison.Ordinal);
    }

    private sealed class Stop(int after, CancellationTokenSource source) : IProgress<EpochRow>
    {
        public void Report(EpochRow value)
        {
            if (value.Epoch == after)
                source.Cancel();
        }
    }
}
