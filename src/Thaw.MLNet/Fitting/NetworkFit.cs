using System.Globalization;
using Thaw.Comparison;
using Thaw.Evaluation;
using Thaw.Evaluation.Calibration;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.MLNet.Fitting;

/// <summary>Trains one network with Thaw's engine and writes it as a model zip.</summary>
/// <param name="options">How.</param>
/// <param name="backbone">What it starts from.</param>
/// <param name="device">Where it computes.</param>
/// <param name="watch">Told the progress; stops.</param>
internal sealed class NetworkFit(VggOptions options, Backbone backbone, Device device, ContextWatch watch)
{
    /// <summary>Trains.</summary>
    /// <param name="images">The pictures, with their parts where a validation set was given.</param>
    /// <param name="cache">A folder for features, which the caller deletes.</param>
    /// <param name="zip">Where the model goes.</param>
    /// <returns>Of two classes, the probability from which the positive one is told.</returns>
    /// <exception cref="ImageSetException">There are too few pictures of a class to split.</exception>
    /// <exception cref="InvalidOperationException">Training diverged.</exception>
    public float Run(LoadedImages images, string cache, string zip)
    {
        watch.ThrowIfCanceled();
        var split = ImageSplit.Create(images, new SplitOptions { ValidationFraction = options.ValidationFraction, TestFraction = 0, Seed = options.Seed });
        Examples train = new(images, split.Train), validation = new(images, split.Validation);
        Plan plan = options.PlanFor(train.Count);
        int epochs = plan.Phases.Sum(phase => phase.Epochs);
        watch.Info($"Training {images.Classes.Count} classes on {train.Count} pictures, {validation.Count} to validate: {backbone.Name} at {images.Width}x{images.Height}, plan {plan.Name}, {epochs} epochs.");
        using Network network = backbone.CreateNetwork(device, options.Head, images.Classes.Count, options.Seed, images.Width);
        var trainer = new TrainerOptions
        {
            Preprocessing = backbone.Preprocessing,
            CacheFolder = cache,
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            AugmentationSeed = options.Seed,
            BalanceClasses = options.BalanceClasses,
            CheckpointFile = options.CheckpointFile,
        };
        TrialOutcome outcome = Trainer.Train(network, plan, train, validation, trainer, new EpochLog(watch, epochs), watch.Token);
        if (outcome.Diverged)
            throw new InvalidOperationException($"Training by plan '{plan.Name}' diverged: no epoch's validation loss was a number. Lower the learning rates in VggOptions.Settings.");
        float[] probabilities = Inference.Probabilities(network, validation, backbone.Preprocessing, options.BatchSize, watch.Token);
        int[] labels = [.. Enumerable.Range(0, validation.Count).Select(validation.Label)];
        var trial = new TrialResult
        {
            Seed = options.Seed,
            History = outcome.History,
            BestEpoch = outcome.BestEpoch,
            ValidationLoss = outcome.BestLoss,
            ValidationAccuracy = outcome.History[outcome.BestEpoch - 1].ValidationAccuracy,
            TestProbabilities = default,
            Threshold = images.Classes.Count == 2 ? options.Threshold.Choose(labels, probabilities) : Decision.Threshold,
            Temperature = TemperatureScaling.Find(labels, probabilities, images.Classes.Count),
            Seconds = outcome.Timing.Total,
        };
        ModelZip.Write(zip, new TrainedModel(plan.Name, trial, network, backbone, images.Classes));
        watch.Info(Line($"Kept epoch {trial.BestEpoch}: validation loss {trial.ValidationLoss:0.000}, accuracy {trial.ValidationAccuracy:0.0%}; {trial.Seconds:0.0} s."));
        return trial.Threshold;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class EpochLog(ContextWatch watch, int epochs) : IProgress<EpochRow>
    {
        public void Report(EpochRow value)
        {
            watch.Info(Line($"Epoch {value.Epoch} of {epochs} ({value.Phase}): training loss {value.TrainLoss:0.000}, validation loss {value.ValidationLoss:0.000}, accuracy {value.ValidationAccuracy:0.0%}; {value.Seconds:0.0} s."));
            watch.ThrowIfCanceled();
        }
    }
}
