using Thaw.Evaluation;

namespace Thaw.Comparison.Claims;

/// <summary>One of the five claims about not freezing, and what a run says of it.</summary>
public sealed record Claim
{
    /// <summary>1 (time), 2 (accuracy), 3 (depth), 4 (the untrained head) or 5 (forgetting).</summary>
    public required int Number { get; init; }

    /// <summary>A word or two for headings, such as <c>time</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The claim as people make it, in a sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>What the run says of it.</summary>
    public required ClaimAnswer Answer { get; init; }

    /// <summary>What was found, in one plain sentence with its number and interval; or what is missing where nothing was measured.</summary>
    public required string Sentence { get; init; }

    /// <summary>The number that the answer rests on; NaN where nothing was measured.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>Its 95% interval; not known where nothing was measured.</summary>
    public Interval Interval { get; init; } = Interval.Unknown;

    /// <summary>What the number measures and its unit, such as <c>backward seconds of full over those of frozen</c>; empty where nothing was measured.</summary>
    public string Measure { get; init; } = "";

    /// <summary>The answer for an interval of a number that the claim says is above a bound.</summary>
    /// <param name="interval">The number's interval.</param>
    /// <param name="bound">What the claim says that the number is above.</param>
    internal static ClaimAnswer AnswerOf(Interval interval, double bound) => !interval.IsKnown ? ClaimAnswer.NotMeasured
        : interval.Low > bound ? ClaimAnswer.Confirmed : interval.High < bound ? ClaimAnswer.Refuted : ClaimAnswer.Open;

    /// <summary>The answer to a claim of two halves that must both hold: refuted where either is, confirmed where both are.</summary>
    /// <param name="first">The answer to one half.</param>
    /// <param name="second">The answer to the other.</param>
    internal static ClaimAnswer Both(ClaimAnswer first, ClaimAnswer second) => first == second ? first
        : first == ClaimAnswer.Refuted || second == ClaimAnswer.Refuted ? ClaimAnswer.Refuted : ClaimAnswer.Open;
}
