using System.Runtime.InteropServices;
using Thaw.Comparison;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Serving;
using Thaw.Tensors;
using Thaw.Tests.Training;
using Thaw.Training;

namespace Thaw.Tests.Serving;

public sealed class TrainedModelTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 12, classes: 3);

    public void Dispose() => _task.Dispose();

    /// <summary>The promise of a model zip: what a comparison measured is what a service gives.</summary>
    [Fact]
    public void A_served_model_gives_what_the_comparison_tested()
    {
        var settings = new PlanSettings { Epochs = 2, Views = 2 };
        var options = new ComparisonOptions
        {
            Plans = [Plan.Named("two-phase", settings)],
            Seeds = [1, 2],
            Head = new Head { Units = 8, Dropout = 0.3f },
            BatchSize = 8,
        };
        string path = Path.Combine(_task.Folder, "run", "models", "two-phase.zip");
        using var device = new Cpu(2);
        var comparison = new PlanComparison(_task.Images, _task.Split, _task.Backbone, options, device, Path.Combine(_task.Folder, "run"),
            model => ModelZip.Write(path, model));
        TrialResult chosen = comparison.Run()[0].ChosenTrial;

        using Classifier classifier = Classifier.Load(path, threads: 1);
        Assert.Equal((chosen.Seed, chosen.BestEpoch, chosen.ValidationLoss), (classifier.Manifest.Seed, classifier.Manifest.BestEpoch, classifier.Manifest.ValidationLoss));
        Assert.Equal(_task.Images.Classes, classifier.Classes);
        float[] served = [.. _task.Split.Test.SelectMany(i => classifier.Classify(_task.Images.Files[i].Path).Probabilities).Select(item => item.Probability)];
        Assert.Equal(_task.Split.Test.Count * 3, served.Length);
        Assert.True(MemoryMarshal.AsBytes(chosen.TestProbabilities.Span).SequenceEqual(MemoryMarshal.AsBytes(served.AsSpan())));
        Assert.Equal(served, classifier.Probabilities(_task.Test, batchSize: 5));
    }
}
