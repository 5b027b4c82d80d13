using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Tests.Training;

public sealed class PretrainingTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 20, classes: 3);

    public void Dispose() => _task.Dispose();

    [Fact]
    public void The_file_holds_a_backbone_that_carries_what_was_learned()
    {
        string file = Path.Combine(_task.Folder, "pretrained.safetensors");
        using var device = new Cpu(2);
        PretrainingOutcome outcome = Pretraining.Run(_task.Images, _task.Split, new PretrainingOptions
        {
            Network = Vgg.Named("vgg11"),
            Width = 1 / 16.0,
            BatchSize = 12,
            Seed = 3,
            Phase = new Phase { Name = "pretraining", TrainFrom = "all", Epochs = 8, LearningRate = 0.05, Schedule = Schedule.Cosine },
            Metadata = new Dictionary<string, string> { ["source"] = "stripes" },
        }, device, file);
        Assert.True(outcome.Top1 > 0.6, $"top-1 {outcome.Top1}");

        Backbone backbone = Backbone.Load(file);
        Assert.Equal("stripes", backbone.Metadata["source"]);
        Assert.Equal(32, backbone.ImageSize);
        Assert.Equal(1 / 16.0, backbone.Width);

        // Folded normalisation and float16 change little: a head alone separates the classes
        using Network network = backbone.CreateNetwork(device, TinyTask.Head, 3, seed: 1);
        TrialOutcome frozen = Trainer.Train(network, TinyTask.PlanOf("head", 15, 0.05), _task.Train, _task.Validation,
            _task.Options() with { Preprocessing = backbone.Preprocessing });
        Assert.True(frozen.History[frozen.BestEpoch - 1].ValidationAccuracy > 0.6);
    }
}
