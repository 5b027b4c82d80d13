using Thaw.Evaluation.Calibration;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Training;
using Thaw.Training.Rates;

namespace Thaw.Cli.Recipes;

/// <summary>Everything that a comparison of plans is made from.</summary>
internal sealed record CompareRecipe
{
    public const string DefaultBackbone = "vgg16-tiny";

    /// <summary>The plans that are compared where none are asked for.</summary>
    public static IReadOnlyList<string> DefaultPlans { get; } = ["frozen", "last-block", "full", "two-phase"];

    /// <summary>The run's name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder or CSV file of the pictures.</summary>
    public required string Data { get; init; }

    /// <summary>The class that counts as positive; null for the last by name.</summary>
    public string? Positive { get; init; }

    /// <summary>The folder or CSV file of pictures that the backbone was trained on; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>Name or file of the backbone.</summary>
    public string Backbone { get; init; } = DefaultBackbone;

    /// <summary>Side of the pictures; null for the backbone's.</summary>
    public int? ImageSize { get; init; }

    /// <summary>What the built-in plans have in common.</summary>
    public required PlanSettings PlanSettings { get; init; }

    /// <summary>The plans, built-in ones made from the settings.</summary>
    public required IReadOnlyList<Plan> Plans { get; init; }

    /// <summary>Names of the plans that the recipe itself defines.</summary>
    public IReadOnlyList<string> OwnPlans { get; init; } = [];

    /// <summary>The seeds of the trials.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Pictures a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The learning rates that are to be found before the trials; until then plans have defaults in their place.</summary>
    public IReadOnlyCollection<RateKind> AutoRates { get; init; } = [];

    /// <summary>Makes the same recipe with rates that were found; null where none is to be found.</summary>
    public Func<IReadOnlyList<RateSearch>, CompareRecipe>? WithRates { get; init; }

    /// <summary>The recipe with a number of epochs; null where it names one.</summary>
    public Func<int, CompareRecipe>? WithEpochs { get; init; }

    /// <summary>The recipe with the epochs that suit the pictures, where it names none.</summary>
    /// <param name="trainingPictures">Pictures to train on.</param>
    public CompareRecipe For(int trainingPictures) => WithEpochs is null ? this
        : WithEpochs(PlanSettings.EpochsFor(Math.Max(1, trainingPictures), BatchSize)) with { ImageSize = ImageSize };

    /// <summary>Seed of the augmented views.</summary>
    public ulong AugmentationSeed { get; init; }

    /// <summary>Whether classes count as if they had equally many pictures.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>How the threshold of two classes is chosen.</summary>
    public ThresholdCriterion Threshold { get; init; } = ThresholdCriterion.Half;

    /// <summary>The head.</summary>
    public Head Head { get; init; } = new();

    /// <summary>The split.</summary>
    public SplitOptions Split { get; init; } = new();

    /// <summary>Whether trials are tested on corrupted pictures too.</summary>
    public bool ShiftTest { get; init; } = true;

    /// <summary>Whether a plan is advised before training, for the report.</summary>
    public bool Advises { get; init; } = true;

    /// <summary>Whether each plan's model is written.</summary>
    public bool SavesModels { get; init; } = true;

    /// <summary>On how many splits, at least 1; each has the seed after that of the one before.</summary>
    public int Splits { get; init; } = 1;

    /// <summary>How it runs.</summary>
    public required RunSettings Run { get; init; }
}
