using Thaw.Evaluation;

namespace Thaw.Reports.Runs;

/// <summary>What a run folder's reports say, as far as it is set beside other runs. Made by <see cref="RunsReader"/>.</summary>
public sealed record RunSummary
{
    /// <summary>The run folder, as it was given.</summary>
    public required string Folder { get; init; }

    /// <summary>A short name: the end of the folder's path, as much of it as tells the runs apart.</summary>
    public required string Name { get; init; }

    /// <summary>The backbone's name.</summary>
    public required string Backbone { get; init; }

    /// <summary>The SHA-256 of the backbone's weights file.</summary>
    public required string BackboneSha256 { get; init; }

    /// <summary>Width and height in pixels at which the network saw a picture.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The seeds with which every plan was trained.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The seed of the split.</summary>
    public required ulong SplitSeed { get; init; }

    /// <summary>The whole recipe, as YAML text.</summary>
    public required string Recipe { get; init; }

    /// <summary>The folder of the pictures, as it was given to the run.</summary>
    public required string Source { get; init; }

    /// <summary>The class names in label order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Pictures of each class, in label order: first those that trained, then those that validated, then those tested on.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Counts { get; init; }

    /// <summary>What told which pictures belong together, or null.</summary>
    public required string? GroupPattern { get; init; }

    /// <summary>The plans in the order of the run.</summary>
    public required IReadOnlyList<RunPlan> Plans { get; init; }

    /// <summary>Every other plan against the baseline.</summary>
    public required IReadOnlyList<RunDifference> Differences { get; init; }

    /// <summary>What the run said of the claims.</summary>
    public required IReadOnlyList<RunClaim> Claims { get; init; }

    /// <summary>The device that trained.</summary>
    public required string Device { get; init; }

    /// <summary>Seconds of the whole run; NaN where they are not known.</summary>
    public required double Seconds { get; init; }

    /// <summary>What each trial said of each test picture; null where <c>predictions.csv</c> is not there.</summary>
    internal RunPredictions? Predictions { get; init; }

    /// <summary>How many pictures trained.</summary>
    public int TrainPictures => Counts[0].Sum();

    /// <summary>How many pictures were tested on.</summary>
    public int TestPictures => Counts[2].Sum();
}

/// <summary>A plan of a run.</summary>
/// <param name="Name">The plan.</param>
/// <param name="Accuracy">The share of test pictures told right, the mean over seeds, with its 95% interval.</param>
/// <param name="Diverged">How many of its trials ended in numbers that are none.</param>
/// <param name="Seconds">Seconds of all its trials; NaN where they are not known.</param>
public sealed record RunPlan(string Name, MetricEstimate Accuracy, int Diverged, double Seconds);

/// <summary>How a plan of a run differs from the run's baseline.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Accuracy">Its accuracy minus the baseline's, with its 95% interval.</param>
public sealed record RunDifference(string Plan, string Baseline, MetricEstimate Accuracy);

/// <summary>What a run said of a claim.</summary>
/// <param name="Number">The claim's number.</param>
/// <param name="Name">The claim in a word or two.</param>
/// <param name="Answer">The answer as <c>report.json</c> has it, such as <c>confirmed</c>.</param>
/// <param name="Value">The number that it rests on; NaN where there is none.</param>
/// <param name="Interval">The number's 95% interval.</param>
public sealed record RunClaim(int Number, string Name, string Answer, double Value, Interval Interval);
