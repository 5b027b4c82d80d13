using System.Globalization;
using Thaw.Images;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Training;

/// <summary>How a backbone is trained from random weights.</summary>
public sealed record PretrainingOptions
{
    /// <summary>Which VGG.</summary>
    public required Vgg Network { get; init; }

    /// <summary>Factor on the paper's channels, above 0.</summary>
    public required double Width { get; init; }

    /// <summary>The one phase that trains everything.</summary>
    public required Phase Phase { get; init; }

    /// <summary>Pictures a step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Seed of weights, order and augmentation.</summary>
    public ulong Seed { get; init; }

    /// <summary>Input of the network; torchvision's by default.</summary>
    public Preprocessing Preprocessing { get; init; } = Preprocessing.Torchvision;

    /// <summary>Where the state is kept, as <see cref="TrainerOptions.CheckpointFile"/> tells; null for nowhere.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>What the file should say of itself beside the numbers, such as the data's name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>What pretraining gave.</summary>
/// <param name="Trial">History and times.</param>
/// <param name="TestPictures">How many test pictures there were.</param>
/// <param name="Top1">Share of them told right, 0 to 1.</param>
public sealed record PretrainingOutcome(TrialOutcome Trial, int TestPictures, double Top1);

/// <summary>
/// Trains a backbone from random weights, with batch normalisation after each convolution and one dense layer on top, and writes it with
/// the normalisations folded in and as float16, which is exact enough for pretrained weights.
/// </summary>
public static class Pretraining
{
    /// <summary>Trains, tests once, and writes the backbone's file.</summary>
    /// <param name="images">Square pictures at the backbone's size.</param>
    /// <param name="split">What to train, choose the epoch and test on.</param>
    /// <param name="options">The rest.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="file">The backbone's file; replaced, whole or not at all.</param>
    /// <param name="progress">Told each epoch; may be null.</param>
    /// <param name="cancellation">Stops it; the checkpoint stays.</param>
    /// <exception cref="TrainingException">It diverged, or the checkpoint belongs to another run.</exception>
    public static PretrainingOutcome Run(LoadedImages images, ImageSplit split, PretrainingOptions options, Device device, string file,
        IProgress<EpochRow>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        using Network network = VggClassifier.Create(device, options.Network, options.Width, images.Width, new Head { Units = 0 },
            images.Classes.Count, batchNormalization: true);
        Initialization.Draw(network, options.Seed);
        var plan = new Plan { Name = "pretraining", Phases = [options.Phase with { TrainFrom = "all" }] };
        var trainer = new TrainerOptions
        {
            Preprocessing = options.Preprocessing,
            CacheFolder = Path.GetTempPath(),
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            AugmentationSeed = options.Seed,
            CheckpointFile = options.CheckpointFile,
        };
        TrialOutcome trial = Trainer.Train(network, plan, new Examples(images, split.Train), new Examples(images, split.Validation), trainer,
            progress, cancellation);
        if (trial.Diverged)
            throw new TrainingException("Pretraining diverged: the loss is not a number. Use a lower learning rate.");
        var test = new Examples(images, split.Test);
        float[] probabilities = Inference.Probabilities(network, test, options.Preprocessing, options.BatchSize, cancellation);
        int classes = images.Classes.Count, right = 0;
        for (int i = 0; i < test.Count; i++)
            right += Ranking.IndexOfLargest(probabilities.AsSpan(i * classes, classes)) == test.Label(i) ? 1 : 0;
        var outcome = new PretrainingOutcome(trial, test.Count, (double)right / test.Count);
        var metadata = new Dictionary<string, string>(options.Metadata)
        {
            ["source_classes"] = classes.ToString(CultureInfo.InvariantCulture),
            ["source_top1"] = outcome.Top1.ToString("0.####", CultureInfo.InvariantCulture),
        };
        Backbone.Save(file, network, options.Network, options.Width, options.Preprocessing, TensorEncoding.Float16, metadata);
        return outcome;
    }
}
