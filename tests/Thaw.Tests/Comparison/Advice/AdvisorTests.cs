using Thaw.Comparison.Advice;
using Thaw.Images;
using Thaw.Tensors;
using Thaw.Tests.Training;
using Thaw.Training;

namespace Thaw.Tests.Comparison.Advice;

public sealed class AdvisorTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 25);

    public void Dispose() => _task.Dispose();

    [Fact]
    public void It_measures_training_and_validation_pictures_the_same_with_any_threads()
    {
        SetMeasurements one = Measure(1, null), two = Measure(2, null);
        Assert.Equal((_task.Split.Train.Count, _task.Split.Validation.Count), (one.TrainPictures, one.ValidationPictures));
        Assert.Equal(_task.Split.Train.Count + _task.Split.Validation.Count, one.MeasuredPictures);
        Assert.Equal((2, 15, 0, 0.5), (one.Classes, one.SmallestClass, one.Groups, one.Majority));
        Assert.Equal(4, one.Blocks.Count);
        Assert.True(double.IsNaN(one.Distance));
        Assert.NotNull(one.DistanceMissing);
        Assert.Equal(one.MeasuredPictures, one.HeadProbe.Predictions.Count);
        // Stripes are told even by random filters
        Assert.True(one.Blocks[0].Probe.Accuracy > 0.8, $"{one.Blocks[0].Probe.Accuracy}");
        for (int i = 0; i < 4; i++)
            Assert.Equal((one.Blocks[i].Probe.Accuracy, one.Blocks[i].LogMe), (two.Blocks[i].Probe.Accuracy, two.Blocks[i].LogMe));
        Assert.Equal(one.HeadProbe.Predictions, two.HeadProbe.Predictions);
    }

    [Fact]
    public void Pictures_of_the_source_itself_are_near_it()
    {
        using var device = new Cpu(1);
        var source = SourceStatistics.Of(_task.Images, _task.Backbone, "the same", device);
        SetMeasurements set = Measure(1, source);
        Assert.All(set.Blocks, block => Assert.InRange(block.Distance, 0, 0.5));
        Assert.Null(set.DistanceMissing);
    }

    [Fact]
    public void Groups_are_counted_and_kept_whole()
    {
        var split = ImageSplit.Create(_task.Images, new SplitOptions { Seed = 1, GroupPattern = @"^\d\d(\d)" });
        using var device = new Cpu(1);
        SetMeasurements set = Advisor.Measure(_task.Images, split, _task.Backbone, null, device);
        Assert.InRange(set.Groups, 6, 9);
    }

    [Fact]
    public void Features_are_means_of_the_maps_and_the_head_sees_them_all()
    {
        using var device = new Cpu(1);
        using Thaw.Networks.Network network = _task.CreateNetwork(device);
        var examples = new Examples(_task.Images, [3, 30]);
        var features = PooledFeatures.Of(network, examples, _task.Backbone.Preprocessing, flatten: true, default);
        IReadOnlyList<float[]> pooled = Activations.Of(network, examples, _task.Backbone.Preprocessing, PooledFeatures.Layers);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(pooled[i].Length, 2 * features.Widths[i]);
            for (int k = 0; k < pooled[i].Length; k++)
                Assert.Equal(pooled[i][k], features.Pooled[i][k], 1e-5f);
        }
        Assert.Equal(Activations.Of(network, examples, _task.Backbone.Preprocessing, ["block5_pool"], pooled: false)[0], features.Flattened);
    }

    private SetMeasurements Measure(int threads, SourceStatistics? source)
    {
        using var device = new Cpu(threads);
        return Advisor.Measure(_task.Images, _task.Split, _task.Backbone, source, device, threads);
    }
}
