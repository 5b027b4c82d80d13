using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Tests.Training;

public sealed class FirstStepsTests : IDisposable
{
    private readonly TinyTask _task = new();
    private readonly Cpu _device = new(1);

    public void Dispose()
    {
        _device.Dispose();
        _task.Dispose();
    }

    [Fact]
    public void Watching_changes_no_bit_of_training()
    {
        Plan plan = TwoPhases();
        using Network plain = _task.CreateNetwork(_device), watched = _task.CreateNetwork(_device);
        TrialOutcome expected = Trainer.Train(plain, plan, _task.Train, _task.Validation, _task.Options());
        TrialOutcome outcome = Trainer.Train(watched, plan, _task.Train, _task.Validation, _task.Options() with { WatchFirstSteps = true });
        Assert.Equal(TinyTask.WeightsOf(plain), TinyTask.WeightsOf(watched));
        Assert.Equal(expected.History.Select(row => row with { Seconds = 0 }), outcome.History.Select(row => row with { Seconds = 0 }));
        Assert.Empty(expected.FirstSteps);
        Assert.Null(expected.FirstEpochWeights);
        Assert.Single(outcome.FirstSteps);
    }

    /// <summary>One step of all training pictures, so that their order matters to the rounding alone.</summary>
    [Fact]
    public void The_first_norm_is_that_of_the_whole_gradient_by_hand()
    {
        TrainerOptions options = _task.Options() with { WatchFirstSteps = true, BatchSize = _task.Train.Count };
        using Network network = _task.CreateNetwork(_device), oracle = _task.CreateNetwork(_device);
        Plan plan = TinyTask.PlanOf("all", 1);
        FirstSteps steps = Trainer.Train(network, plan with { Phases = [plan.Phases[0] with { WeightDecay = 0.1 }] }, _task.Train, _task.Validation, options).FirstSteps[0];
        Assert.Equal(1, steps.Count);

        using var pictures = new PictureBatches(_task.Train, _task.Backbone.Preprocessing, Augmentation.None, 0);
        int count = _task.Train.Count;
        float[] input = new float[count * oracle.InputShapes[0].Length], logits = new float[count];
        pictures.Fill([.. Enumerable.Range(0, count)], 0, input);
        oracle.Plan(count, trainFrom: 0);
        _device.Upload(input, oracle.Input);
        _device.Download(oracle.ForwardTraining(count), logits);
        oracle.Backward([.. logits.Select((z, i) => (float)((1 / (1 + Math.Exp(-z)) - _task.Train.Label(i)) / count))]);
        double all = 0;
        for (int b = 0; b < 5; b++)
        {
            double sum = 0;
            foreach (Parameter parameter in oracle.Layers.Where(layer => layer.Name.StartsWith(steps.Blocks[b], StringComparison.Ordinal)).SelectMany(layer => layer.Parameters))
            {
                float[] gradient = new float[parameter.Value.Shape.Length];
                _device.Download(parameter.Gradient!, gradient);
                sum += gradient.Sum(g => (double)g * g);
            }
            Assert.Equal(1, steps.Norms.Span[b] / Math.Sqrt(sum), 1e-4);
            all += sum;
        }
        Assert.Equal(1, steps.NormOf(0) / Math.Sqrt(all), 1e-4);
    }

    [Fact]
    public void Blocks_that_train_are_read_and_no_more_than_the_first_steps()
    {
        Assert.Empty(Watch(TinyTask.PlanOf("head", 2)).FirstSteps);
        TrialOutcome last = Watch(TinyTask.PlanOf("block4_conv2", 8));
        Assert.Equal(["block4", "block5"], last.FirstSteps[0].Blocks);
        Assert.Equal(FirstSteps.Most, last.FirstSteps[0].Count);
        Assert.Contains("block4_conv2/kernel", last.FirstEpochWeights!.Keys);
        Assert.DoesNotContain(last.FirstEpochWeights!.Keys, name => name.StartsWith("block3", StringComparison.Ordinal) || name.StartsWith("dense", StringComparison.Ordinal));

        TrialOutcome two = Watch(TwoPhases());
        Assert.Equal("rest", two.FirstSteps[0].Phase);
        Assert.Equal(Math.Min(FirstSteps.Most, 3 * ((_task.Train.Count + 7) / 8)), two.FirstSteps[0].Count);
        Assert.All(two.FirstSteps[0].Norms.ToArray(), norm => Assert.True(norm > 0));
    }

    [Fact]
    public void Weights_after_the_first_epoch_are_those_of_a_phase_of_one_epoch()
    {
        using Network one = _task.CreateNetwork(_device);
        Plan plan = TinyTask.PlanOf("all", 1);
        plan = plan with { Phases = [plan.Phases[0] with { Schedule = Schedule.Constant }] };
        Trainer.Train(one, plan, _task.Train, _task.Validation, _task.Options());
        TrialOutcome three = Watch(plan with { Phases = [plan.Phases[0] with { Epochs = 3 }] });
        foreach (Parameter parameter in one.Weights.Where(parameter => parameter.Name.StartsWith("block", StringComparison.Ordinal)))
            Assert.Equal(parameter.ToArray(), three.FirstEpochWeights![parameter.Name]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_resumed_trial_has_the_same_first_steps(int stopAfter)
    {
        TrialOutcome whole = Watch(TwoPhases());
        string checkpoint = Path.Combine(_task.Folder, $"watched{stopAfter}.safetensors");
        TrainerOptions options = _task.Options(checkpoint) with { WatchFirstSteps = true };
        using (Network stopped = _task.CreateNetwork(_device))
        {
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() =>
                Trainer.Train(stopped, TwoPhases(), _task.Train, _task.Validation, options, new Stop(stopAfter, source), source.Token));
        }
        using Network network = _task.CreateNetwork(_device);
        TrialOutcome resumed = Trainer.Train(network, TwoPhases(), _task.Train, _task.Validation, options);
        Assert.Equal(whole.FirstSteps.Single().Norms.ToArray(), resumed.FirstSteps.Single().Norms.ToArray());
        Assert.Equal(whole.FirstEpochWeights!.Keys, resumed.FirstEpochWeights!.Keys);
        Assert.All(whole.FirstEpochWeights, weights => Assert.Equal(weights.Value, resumed.FirstEpochWeights![weights.Key]));
    }

    private TrialOutcome Watch(Plan plan)
    {
        using Network network = _task.CreateNetwork(_device);
        return Trainer.Train(network, plan, _task.Train, _task.Validation, _task.Options() with { WatchFirstSteps = true });
    }

    private static Plan TwoPhases() => new()
    {
        Name = "watched",
        Phases = [TinyTask.PlanOf("head", 2).Phases[0], TinyTask.PlanOf("all", 3).Phases[0] with { Name = "rest" }],
    };

    private sealed class Stop(int after, CancellationTokenSource source) : IProgress<EpochRow>
    {
        public void Report(EpochRow value)
        {
            if (value.Epoch == after)
                source.Cancel();
        }
    }
}
