using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.Training;
using Thaw.Training;

namespace Thaw.Tests.Comparison.Evidence;

public sealed class RetentionTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 20);
    private readonly Cpu _device = new(1);

    public void Dispose()
    {
        _device.Dispose();
        _task.Dispose();
    }

    [Fact]
    public void A_backbone_that_did_not_change_keeps_exactly_all()
    {
        using Network network = _task.CreateNetwork(_device);
        RetentionMeter meter = Meter(new SourcePictures(_task.Images));
        meter.Before(network, default);
        network.Weights.Single(weight => weight.Name.StartsWith("dense_1", StringComparison.Ordinal) && weight.Value.Shape.Rank > 1).Set(new float[NumbersOf(network, "dense_1")]);
        Retention kept = meter.After(network, default);
        Assert.Equal(1, kept.Similarity);
        Assert.Equal(12, kept.SourceBefore.Length);
        Assert.Equal(kept.SourceBefore.ToArray(), kept.SourceAfter.ToArray());
        Assert.True(kept.AccuracyBefore > 0.8, $"The probe named {kept.AccuracyBefore}.");
    }

    [Fact]
    public void A_probe_on_features_that_were_destroyed_only_guesses()
    {
        using Network network = _task.CreateNetwork(_device);
        RetentionMeter meter = Meter(new SourcePictures(_task.Images));
        meter.Before(network, default);
        foreach (Parameter weight in network.Weights.Where(weight => weight.Name.StartsWith("block5", StringComparison.Ordinal)))
            weight.Set(new float[weight.Value.Shape.Length]);
        Retention kept = meter.After(network, default);
        Assert.Equal(0.5, kept.AccuracyAfter);
        Assert.True(double.IsNaN(kept.Similarity));
    }

    [Fact]
    public void Without_source_pictures_drawn_ones_tell_how_far_features_moved()
    {
        using Network network = _task.CreateNetwork(_device);
        RetentionMeter meter = Meter(null);
        meter.Before(network, default);
        Trainer.Train(network, TinyTask.PlanOf("all", 2), _task.Train, _task.Validation, _task.Options());
        Retention kept = meter.After(network, default);
        Assert.False(kept.IsProbed);
        Assert.Equal(RetentionMeter.DrawnPictures, kept.Pictures);
        Assert.InRange(kept.Similarity, 0.01, 0.9999);
        Assert.Equal(RetentionMeter.Drawn(32).Pixels(7).ToArray(), RetentionMeter.Drawn(32).Pixels(7).ToArray());
    }

    [Fact]
    public void A_comparison_measures_each_trial_and_a_resumed_one_the_same()
    {
        IReadOnlyList<PlanRun> whole = Run(resume: false), again = Run(resume: true);
        Assert.All(whole[0].Trials, trial => Assert.Equal(1, trial.Evidence!.Retention!.Similarity));
        Assert.All(whole[1].Trials, trial => Assert.InRange(trial.Evidence!.Retention!.Similarity, 0, 0.99999));
        for (int p = 0; p < 2; p++)
        {
            Retention first = whole[p].Trials[0].Evidence!.Retention!, second = again[p].Trials[0].Evidence!.Retention!;
            Assert.Equal((first.Similarity, first.Pictures), (second.Similarity, second.Pictures));
            Assert.Equal(first.SourceAfter.ToArray(), second.SourceAfter.ToArray());
        }
        Assert.Throws<TrainingException>(() => Run(resume: true, source: false));
    }

    private IReadOnlyList<PlanRun> Run(bool resume, bool source = true)
    {
        var settings = new PlanSettings { Epochs = 1, Views = 1 };
        var options = new ComparisonOptions
        {
            Plans = [Plan.Named("frozen", settings), Plan.Named("full", settings)],
            Seeds = [1],
            Head = TinyTask.Head,
            BatchSize = 8,
            Resume = resume,
            Source = source ? new SourcePictures(_task.Images) : null,
        };
        return new PlanComparison(_task.Images, _task.Split, _task.Backbone, options, _device, Path.Combine(_task.Folder, "run")).Run();
    }

    private RetentionMeter Meter(SourcePictures? source) => new(_task.Backbone.Preprocessing, 32, source, 8);

    private static int NumbersOf(Network network, string layer) =>
        network.Weights.Single(weight => weight.Name.StartsWith(layer, StringComparison.Ordinal) && weight.Value.Shape.Rank > 1).Value.Shape.Length;
}
