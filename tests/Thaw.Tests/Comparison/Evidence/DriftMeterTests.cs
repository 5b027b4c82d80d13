using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.Training;
using Thaw.Training;

namespace Thaw.Tests.Comparison.Evidence;

public sealed class DriftMeterTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 50);
    private readonly Cpu _device = new(1);

    public void Dispose()
    {
        _device.Dispose();
        _task.Dispose();
    }

    [Fact]
    public void What_was_frozen_changed_by_exactly_0_and_is_exactly_as_alike_as_1()
    {
        using Network network = _task.CreateNetwork(_device);
        DriftProfile profile = Meter().Measure(network, default);
        Assert.Equal(["block1", "block2", "block3", "block4", "block5"], profile.Blocks.Select(block => block.Block));
        Assert.All(profile.Blocks, block => Assert.Equal((0.0, 1.0), (block.Change, block.Similarity)));
        Trainer.Train(network, TinyTask.PlanOf("block4", 1), _task.Train, _task.Validation, _task.Options());
        profile = Meter().Measure(network, default);
        Assert.All(profile.Blocks.Take(3), block => Assert.Equal((0.0, 1.0), (block.Change, block.Similarity)));
        Assert.All(profile.Blocks.Skip(3), block => Assert.True(block is { Change: > 0, Similarity: > 0 and < 1 }, $"{block}"));
        Assert.All(profile.Layers, layer => Assert.Equal(layer.Layer[5] >= '4', layer.Change > 0));
    }

    [Fact]
    public void Changes_and_similarities_are_those_by_hand()
    {
        using Network network = _task.CreateNetwork(_device), untouched = _task.CreateNetwork(_device);
        Scale(network, "block3_conv2/kernel", 1.3f);
        Scale(network, "block3_conv2/bias", 1.3f);
        Layer layer = network.Layers.First(l => l.Name == "block5_conv1");
        float[] kernel = layer.Parameters[0].ToArray(), was = [.. kernel];
        kernel[7] += 0.5f;
        layer.Parameters[0].Set(kernel);

        DriftProfile profile = Meter().Measure(network, default);
        Assert.Equal(0.3, profile.Layers.Single(l => l.Layer == "block3_conv2").Change, 1e-6);
        double squares = was.Sum(w => (double)w * w) + layer.Parameters[1].ToArray().Sum(b => (double)b * b);
        Assert.Equal(Math.Sqrt(Math.Pow(kernel[7] - was[7], 2) / squares), profile.Layers.Single(l => l.Layer == "block5_conv1").Change, 1e-9);
        double all = Squares(untouched, "block5"), third = Squares(untouched, "block3"), second = Squares(untouched, "block3_conv2");
        Assert.Equal(Math.Sqrt(Math.Pow(kernel[7] - was[7], 2) / all), profile.Block("block5")!.Change, 1e-9);
        Assert.Equal(Math.Sqrt(0.09 * second / third), profile.Block("block3")!.Change, 1e-6);
        Assert.Equal((0.0, 1.0), (profile.Block("block2")!.Change, profile.Block("block2")!.Similarity));

        // 20 validation pictures: all of them are the sample, here read in one go
        Assert.Equal(20, _task.Validation.Count);
        foreach (string block in new[] { "block3", "block4", "block5" })
        {
            float[] before = Activations.Of(untouched, _task.Validation, _task.Backbone.Preprocessing, [block + "_pool"])[0];
            float[] after = Activations.Of(network, _task.Validation, _task.Backbone.Preprocessing, [block + "_pool"])[0];
            Assert.Equal(Similarity.LinearCka(before, before.Length / 20, after, after.Length / 20), profile.Block(block)!.Similarity, 1e-12);
        }
        Assert.True(profile.Block("block5")!.Similarity < 1);
    }

    [Fact]
    public void The_first_epoch_is_measured_from_the_weights_that_were_kept()
    {
        using Network network = _task.CreateNetwork(_device);
        TrialOutcome outcome = Trainer.Train(network, TinyTask.PlanOf("block5", 1), _task.Train, _task.Validation, _task.Options() with { WatchFirstSteps = true });
        DriftMeter meter = Meter();
        HeadShock shock = meter.Measure(outcome, default)!;
        DriftProfile profile = meter.Measure(network, default);
        Assert.Equal(profile.Blocks, shock.AfterEpoch!.Blocks); // the best epoch is the only one
        Assert.Equal(profile.Layers, shock.AfterEpoch.Layers);
        Assert.Same(outcome.FirstSteps, shock.Phases);
        Assert.Equal((0, true), Frozen(meter.Measure(outcome with { FirstSteps = [], FirstEpochWeights = null }, default)!));
        Assert.Null(meter.Measure(outcome with { FirstEpochWeights = null }, default));

        static (int, bool) Frozen(HeadShock nothing) => (nothing.Phases.Count, nothing.AfterEpoch is null);
    }

    [Fact]
    public void One_picture_has_no_similarity()
    {
        using Network network = _task.CreateNetwork(_device);
        Scale(network, "block4_conv1/kernel", 2);
        var meter = new DriftMeter(_task.Backbone, _device, _task.Images, [.. _task.Split.Validation.Take(1)], 8);
        DriftProfile profile = meter.Measure(network, default);
        Assert.Equal(1, profile.Block("block3")!.Similarity);
        Assert.Equal(double.NaN, profile.Block("block5")!.Similarity);
    }

    private DriftMeter Meter() => new(_task.Backbone, _device, _task.Images, _task.Split.Validation, 8);

    private static void Scale(Network network, string name, float factor)
    {
        Parameter parameter = network.Weights.Single(weights => weights.Name == name);
        parameter.Set([.. parameter.ToArray().Select(value => value * factor)]);
    }

    private static double Squares(Network network, string prefix) => TinyTask.WeightsOf(network, prefix).Sum(value => (double)value * value);
}
