using Thaw.Evaluation.Probes;

namespace Thaw.Comparison.Advice;

/// <summary>
/// What can be said of a set of pictures before any training. Only pictures for training and validation are measured, and nothing here depends on the machine or
/// on the number of threads.
/// </summary>
public sealed record SetMeasurements
{
    /// <summary>Pictures for training.</summary>
    public required int TrainPictures { get; init; }

    /// <summary>Pictures for validation.</summary>
    public required int ValidationPictures { get; init; }

    /// <summary>How many of both were measured: all, or those that come first in a fixed shuffle.</summary>
    public required int MeasuredPictures { get; init; }

    /// <summary>How many classes there are, at least 2.</summary>
    public required int Classes { get; init; }

    /// <summary>Pictures for training of the smallest class.</summary>
    public required int SmallestClass { get; init; }

    /// <summary>Share of the measured pictures in the largest class: the accuracy of always saying it, 0 to 1.</summary>
    public required double Majority { get; init; }

    /// <summary>Groups of pictures that belong together among the measured ones; 0 where pictures are not grouped.</summary>
    public required int Groups { get; init; }

    /// <summary>Blocks 2 to 5, from the lowest, by what their pooling layers give, averaged over each map.</summary>
    public required IReadOnlyList<BlockMeasurement> Blocks { get; init; }

    /// <summary>
    /// Accuracy of a linear probe on what the head sees: all of <c>block5_pool</c>, by cross-validation over 5 folds, groups kept whole.
    /// </summary>
    public required ProbeAccuracy HeadProbe { get; init; }

    /// <summary>LogME of the same features, in nats a picture.</summary>
    public required double HeadLogMe { get; init; }

    /// <summary>Why distances are not known; null where they are.</summary>
    public string? DistanceMissing { get; init; }

    /// <summary>Pictures for training a class, the mean.</summary>
    public double TrainPerClass => (double)TrainPictures / Classes;

    /// <summary>How far block 5's features are from those of the backbone's source, at least 0; NaN where it is not known.</summary>
    public double Distance => Blocks[^1].Distance;

    /// <summary>The better probe of blocks 3 and 4 minus that of block 5: above 0 where the top has unlearned what tells these classes.</summary>
    public double LowerAdvantage => Math.Max(Blocks[1].Probe.Accuracy, Blocks[2].Probe.Accuracy) - Blocks[3].Probe.Accuracy;

    /// <summary>The part that the head's probe gets wrong of what a guess by the largest class gets wrong, 0 to 1: a probe that is worse than that guess, as happens with few groups, counts as 1.</summary>
    public double Room => Majority < 1 ? Math.Min(1, (1 - HeadProbe.Accuracy) / (1 - Majority)) : 0;

    /// <summary>The standard error of <see cref="Room"/>, before it is cut at 1.</summary>
    public double RoomError => Majority < 1 && HeadProbe.StandardError > 0 ? HeadProbe.StandardError / (1 - Majority) : 0;
}

/// <summary>What a block's features say of a set.</summary>
/// <param name="Layer">The block's pooling layer, such as <c>block5_pool</c>.</param>
/// <param name="Distance">
/// How far they are from those of the backbone's source: the root of the Fréchet distance, less its bias with so few pictures, over the source's own variance. 0 is
/// like the source, 1 as far as the source's own pictures are from their mean; NaN where it is not known.
/// </param>
/// <param name="Probe">Accuracy of a linear probe on them, by cross-validation.</param>
/// <param name="LogMe">Their LogME, in nats a picture.</param>
public sealed record BlockMeasurement(string Layer, double Distance, ProbeAccuracy Probe, double LogMe);
