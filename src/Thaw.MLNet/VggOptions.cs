using Microsoft.ML;
using Thaw.Evaluation.Calibration;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.MLNet;

/// <summary>How a VGG is trained in ML.NET. What is not said has Thaw's defaults.</summary>
public sealed record VggOptions
{
    /// <summary>The backbone where none is named.</summary>
    public const string DefaultBackbone = "vgg16-tiny";

    /// <summary>
    /// The context that the estimator belongs to: its log is told the progress, its GPU setting holds for the fitted steps, and <c>CancelExecution</c> stops training. ML.NET
    /// lets no other assembly ask a catalog for its context. Null, the default, for one of the estimator's own, whose log nobody reads.
    /// </summary>
    public MLContext? Context { get; init; }

    /// <summary>The column of pictures: paths (text) or <see cref="Microsoft.ML.Data.MLImage"/>; <c>ImagePath</c> by default.</summary>
    public string ImageColumnName { get; init; } = "ImagePath";

    /// <summary>The column of labels, Booleans for two classes, keys for more; <c>Label</c> by default. Rows without a label are left out.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>A name that <see cref="BackboneStore.Find(string)"/> knows, or the path of a backbone's file; the built-in <c>vgg16-tiny</c> by default.</summary>
    public string Backbone { get; init; } = DefaultBackbone;

    /// <summary>The side in pixels of the squares that the network sees, 32 to 4096; null, the default, for the backbone's own.</summary>
    public int? ImageSize { get; init; }

    /// <summary>One of <see cref="Thaw.Training.Plan.Names"/>, such as <see cref="Thaw.Training.Plan.TwoPhase"/>, the default.</summary>
    public string Plan { get; init; } = Thaw.Training.Plan.TwoPhase;

    /// <summary>Epochs, learning rates, augmentation and the like of that plan; null, the default, for the defaults with <see cref="PlanSettings.EpochsFor"/> epochs.</summary>
    public PlanSettings? Settings { get; init; }

    /// <summary>A plan of one's own, in place of <see cref="Plan"/> and <see cref="Settings"/>; null, the default, for none.</summary>
    public Plan? CustomPlan { get; init; }

    /// <summary>What is put on top of the backbone.</summary>
    public Head Head { get; init; } = new();

    /// <summary>Pictures a step, at least 1; 32 by default.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Seed of the head's first weights, the order of the pictures, the augmented views and the split for validation; 1 by default. The same seed and data give the same weights on any machine and for any
    /// number of threads; the context's seed has no part in it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads, the caller's included; 0, the default, for one a processor.</summary>
    public int Threads { get; init; }

    /// <summary>Where to compute; not owned. Null, the default, for the processor with <see cref="Threads"/>.</summary>
    public Device? Device { get; init; }

    /// <summary>Whether classes count as if they had equally many pictures; they do not by default.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Rows with the same columns that decide which epoch is kept and at which temperature; null, the default, to split them off by <see cref="ValidationFraction"/>.</summary>
    public IDataView? ValidationSet { get; init; }

    /// <summary>The part of each class that is split off for validation where no set is given, above 0 and below 1; 0.2 by default. Identical pictures stay on one side.</summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>The part of the files that may be unreadable, 0 to 1; 0 by default, since ML.NET's own loader would fail on such rows too. What is left out is told in the log.</summary>
    public double MaxUnreadableFraction { get; init; }

    /// <summary>Of two classes, how the threshold of <c>PredictedLabel</c> is chosen on the validation pictures; 0.5 by default, and nothing else for more classes. <c>Evaluate</c> always takes 0.5.</summary>
    public ThresholdCriterion Threshold { get; init; } = ThresholdCriterion.Half;

    /// <summary>Where Thaw's own model zip of the network is written too, which <c>thaw predict</c>, <c>thaw serve</c> and <c>thaw export</c> read; null, the default, for nowhere.</summary>
    public string? ModelFile { get; init; }

    /// <summary>Where training keeps its state, so that a fit that was stopped goes on from there; null, the default, for nowhere. Not for cross-validation, whose folds are other trials.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Stops reading and training.</summary>
    public CancellationToken Cancellation { get; init; }

    internal static void CheckImageSize(int? imageSize)
    {
        if (imageSize is { } side && side is < Vgg.SmallestSide or > 4096)
            throw new ArgumentOutOfRangeException(nameof(imageSize), imageSize, $"Expected pictures of {Vgg.SmallestSide} to 4096 pixels a side.");
    }

    /// <summary>Checks what can be checked without data.</summary>
    /// <param name="binary">Whether there are two classes, of which one is the positive.</param>
    internal void Check(bool binary)
    {
        ArgumentException.ThrowIfNullOrEmpty(ImageColumnName);
        ArgumentException.ThrowIfNullOrEmpty(LabelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(Backbone);
        CheckImageSize(ImageSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (ValidationFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(ValidationFraction), ValidationFraction, "Expected a fraction above 0 and below 1.");
        _ = new LoadOptions { MaxUnreadableFraction = MaxUnreadableFraction };
        if (!binary && !Threshold.IsHalf)
            throw new ArgumentException($"The threshold {Threshold} needs two classes and Booleans as labels; the most probable of several classes is told.");
        if (CustomPlan is null)
            _ = Thaw.Training.Plan.Named(Plan, Settings);
    }

    /// <summary>The plan for a number of training pictures.</summary>
    internal Plan PlanFor(int pictures) =>
        CustomPlan ?? Thaw.Training.Plan.Named(Plan, Settings ?? new PlanSettings { Epochs = PlanSettings.EpochsFor(pictures, BatchSize) });
}
