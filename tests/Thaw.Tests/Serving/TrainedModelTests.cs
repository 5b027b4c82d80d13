using System.Runtime.InteropServices;
using Thaw.Comparison;
using Thaw.Evaluation;
using Thaw.Evaluation.Calibration;
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
        Assert.Equal((0.5f, chosen.Temperature), (classifier.Manifest.Threshold, classifier.Manifest.Temperature));
    }

    /// <summary>Threshold and temperature come from the validation pictures, are kept in the zip, and decide what is served.</summary>
    [Fact]
    public void A_served_model_decides_by_the_trials_threshold_and_tells_its_confidence()
    {
        using var task = new TinyTask(perClass: 20);
        Assert.True(ThresholdCriterion.TryParse("recall=1", out ThresholdCriterion? criterion));
        var options = new ComparisonOptions
        {
            Plans = [Plan.Named("frozen", new PlanSettings { Epochs = 1, Views = 1 })],
            Seeds = [1, 2],
            Head = new Head { Units = 8 },
            BatchSize = 8,
            Threshold = criterion,
        };
        string path = Path.Combine(task.Folder, "run", "frozen.zip");
        using var device = new Cpu(1);
        PlanComparison Comparison(bool resume) => new(task.Images, task.Split, task.Backbone, options with { Resume = resume }, device,
            Path.Combine(task.Folder, "run"), model => ModelZip.Write(path, model));
        PlanRun run = Comparison(resume: false).Run()[0];
        TrialResult chosen = run.ChosenTrial;
        int[] labels = [.. task.Split.Validation.Select(i => task.Images.Files[i].Label)];
        ReadOnlySpan<float> validation = chosen.Evidence!.ValidationProbabilities.Span;
        Assert.Equal(criterion.Choose(labels, validation), chosen.Threshold);
        Assert.Equal(TemperatureScaling.Find(labels, validation, 2), chosen.Temperature);
        Assert.NotEqual(0.5f, chosen.Threshold);
        Assert.Equal(run.Trials.Select(trial => (trial.Threshold, trial.Temperature)), Comparison(resume: true).Run()[0].Trials.Select(trial => (trial.Threshold, trial.Temperature)));

        using Classifier classifier = Classifier.Load(path, threads: 1);
        Assert.Equal((chosen.Threshold, chosen.Temperature), (classifier.Manifest.Threshold, classifier.Manifest.Temperature));
        float[] expected = new float[2];
        for (int i = 0; i < task.Split.Test.Count; i++)
        {
            ReadOnlySpan<float> row = chosen.TestProbabilities.Span.Slice(2 * i, 2);
            Prediction told = classifier.Classify(task.Images.Files[task.Split.Test[i]].Path);
            TemperatureScaling.Apply(row, chosen.Temperature, expected);
            Assert.Equal(Decision.Of(row, chosen.Threshold), told.Index);
            Assert.Equal((row[told.Index], expected[told.Index]), (told.Probability, told.Confidence));
            Assert.Equal(expected, told.Probabilities.Select(item => item.Calibrated));
        }
    }

    [Fact]
    public void More_than_two_classes_have_no_threshold()
    {
        var options = new ComparisonOptions { Plans = [Plan.Named("frozen", new PlanSettings())], Threshold = ThresholdCriterion.BestF1 };
        using var device = new Cpu(1);
        var e = Assert.Throws<ArgumentException>(() => new PlanComparison(_task.Images, _task.Split, _task.Backbone, options, device, _task.Folder));
        Assert.Contains("f1 needs two classes, got 3", e.Message, StringComparison.Ordinal);
    }
}
