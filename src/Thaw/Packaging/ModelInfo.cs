using Thaw.Comparison;
using Thaw.Images;

namespace Thaw.Packaging;

/// <summary>What a model zip says that the trained network does not know by itself.</summary>
public sealed record ModelInfo
{
    /// <summary>How pictures were brought to size for training; <see cref="ResizeFilter.Triangle"/> by default, as in <see cref="LoadOptions"/>.</summary>
    public ResizeFilter ResizeFilter { get; init; } = ResizeFilter.Triangle;

    /// <summary>
    /// Of two classes, the probability of the second from which a picture is called so: 0 to 1; null, the default, for the trial's own,
    /// <see cref="TrialResult.Threshold"/>. Without meaning for more classes.
    /// </summary>
    public float? Threshold { get; init; }
}
