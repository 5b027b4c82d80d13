using System.Globalization;
using Thaw.Evaluation;

namespace Thaw.Comparison.Studies;

/// <summary>What a number of a study is in.</summary>
internal enum StudyUnit
{
    /// <summary>A ratio, kept as its natural logarithm.</summary>
    Ratio,

    /// <summary>A share, told in percentage points.</summary>
    Points,

    /// <summary>A similarity, or a difference of two.</summary>
    Similarity,
}

/// <summary>A number that every comparison of a study can give, told so that the claim it belongs to says that it is above 0 (of ratios, above 1).</summary>
/// <param name="Key">Its name in <c>claims.json</c>.</param>
/// <param name="Claim">The claim it belongs to; 0 for the conclusion about two-phase.</param>
/// <param name="Words">What it measures.</param>
/// <param name="Unit">What it is in.</param>
internal sealed record StudyMeasure(string Key, int Claim, string Words, StudyUnit Unit)
{
    public static StudyMeasure Time { get; } = new("timeRatio", 1, "seconds an epoch of full over those of frozen", StudyUnit.Ratio);

    public static StudyMeasure Backward { get; } = new("backwardShare", 1, "share of backward passes in full's training steps", StudyUnit.Points);

    public static StudyMeasure FullGain { get; } = new("fullMinusFrozen", 2, "accuracy of full minus that of frozen", StudyUnit.Points);

    public static StudyMeasure TwoPhaseGain { get; } = new("twoPhaseMinusFrozen", 2, "accuracy of two-phase minus that of frozen", StudyUnit.Points);

    public static StudyMeasure Gain { get; } = new("chosenMinusFrozen", 2, "accuracy of unfreezing minus that of frozen", StudyUnit.Points);

    public static StudyMeasure LastBlock { get; } = new("lastBlockMinusFull", 3, "accuracy of last-block minus that of full", StudyUnit.Points);

    public static StudyMeasure Sweep { get; } = new("block5MinusAll", 3, "accuracy of tuning from block 5 on minus that of tuning all blocks", StudyUnit.Points);

    public static StudyMeasure Moved { get; } = new("block5OverBlock1", 3, "relative change of block 5's weights over that of block 1's, in full", StudyUnit.Ratio);

    public static StudyMeasure Gradients { get; } = new("gradientRatio", 4, "norm of the backbone's first gradients, full over two-phase", StudyUnit.Ratio);

    public static StudyMeasure FirstEpoch { get; } = new("firstEpochLoss", 4, "CKA of block 5's features after the first epoch, two-phase minus full", StudyUnit.Similarity);

    public static StudyMeasure FullLost { get; } = new("fullLost", 5, "what full lost of the backbone's features", StudyUnit.Similarity);

    public static StudyMeasure TwoPhaseLost { get; } = new("twoPhaseLost", 5, "what two-phase lost of the backbone's features", StudyUnit.Similarity);

    public static StudyMeasure Spared { get; } = new("twoPhaseSpared", 5, "what full lost of the backbone's features minus what two-phase lost", StudyUnit.Similarity);

    public static StudyMeasure Clean { get; } = new("twoPhaseMinusFull", 0, "accuracy of two-phase minus that of full on the test pictures", StudyUnit.Points);

    public static StudyMeasure Shifted { get; } = new("twoPhaseMinusFullShifted", 0, "accuracy of two-phase minus that of full under shift", StudyUnit.Points);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StudyMeasure> All { get; } =
        [Time, Backward, FullGain, TwoPhaseGain, Gain, LastBlock, Sweep, Moved, Gradients, FirstEpoch, FullLost, TwoPhaseLost, Spared, Clean, Shifted];

    /// <summary>Whether it is this machine's.</summary>
    public bool IsTime => Claim == 1;

    /// <summary>The number as it is told: of a ratio, not its logarithm.</summary>
    public double Told(double value) => Unit == StudyUnit.Ratio ? Math.Exp(value) : value;

    /// <summary>The interval as it is told.</summary>
    public Interval Told(Interval interval) => new(Told(interval.Low), Told(interval.High));

    /// <summary>The number in words: <c>2.13</c>, <c>+4.1</c>, <c>0.012</c>; a dash for none.</summary>
    public string Write(double value) => !double.IsFinite(value) ? "-" : Unit switch
    {
        StudyUnit.Ratio => Math.Exp(value).ToString("G3", CultureInfo.InvariantCulture),
        StudyUnit.Points => (100 * value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000;-0.000;0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>The interval in words.</summary>
    public string Write(Interval interval) => interval.IsKnown ? $"95% interval {Write(interval.Low)} to {Write(interval.High)}" : "no interval";

    /// <summary>The number with its interval in words.</summary>
    public string Write(StudyEstimate estimate) => $"{Write(estimate.Value)}{(Unit == StudyUnit.Points ? " points" : "")} ({Write(estimate.Interval)})";
}
