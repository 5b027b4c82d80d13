using Thaw.Evaluation.Calibration;
using Thaw.Training.Rates;

namespace Thaw.Comparison;

/// <summary>What a comparison was asked to do: everything that decides its result.</summary>
public sealed record RunSetup
{
    /// <summary>The backbone's name.</summary>
    public required string Backbone { get; init; }

    /// <summary>The SHA-256 of the backbone's weights file, 64 lower-case hexadecimal digits.</summary>
    public required string BackboneSha256 { get; init; }

    /// <summary>Width and height in pixels at which the network sees a picture.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Pictures in a training step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The seeds; every plan was trained once with each.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The seed of the split into train, validation and test, which all trials share.</summary>
    public required ulong SplitSeed { get; init; }

    /// <summary>How the thresholds were chosen.</summary>
    public ThresholdCriterion Threshold { get; init; } = ThresholdCriterion.Half;

    /// <summary>The whole recipe with every default filled in, as YAML that <c>thaw run</c> accepts.</summary>
    public required string Recipe { get; init; }

    /// <summary>How learning rates were found; empty where they were given.</summary>
    public IReadOnlyList<RateSearch> RateSearches { get; init; } = [];
}
