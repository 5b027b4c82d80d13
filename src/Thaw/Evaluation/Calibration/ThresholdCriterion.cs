using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Thaw.Evaluation.Calibration;

/// <summary>
/// How the threshold of two classes is chosen: the probability of class 1, uncalibrated, from which a picture is called so. Thresholds are tried
/// in the middle between every two neighbours of the pictures' own probabilities, and at 0, where every picture is called positive; of equally
/// good ones by F1 or Youden's index the one nearest to 0.5 is taken.
/// </summary>
public sealed record ThresholdCriterion
{
    private const string RecallIs = "recall=", PrecisionIs = "precision=";

    private ThresholdCriterion(ThresholdKind kind, double value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>The threshold 0.5, which is the default everywhere.</summary>
    public static ThresholdCriterion Half { get; } = new(ThresholdKind.Fixed, Decision.Threshold);

    /// <summary>The best F1 score.</summary>
    public static ThresholdCriterion BestF1 { get; } = new(ThresholdKind.F1, double.NaN);

    /// <summary>The best of Youden's index.</summary>
    public static ThresholdCriterion BestYouden { get; } = new(ThresholdKind.Youden, double.NaN);

    /// <summary>What is sought.</summary>
    public ThresholdKind Kind { get; }

    /// <summary>The threshold itself, 0 to 1, or the recall or precision that is to be reached, above 0 and up to 1; NaN for the others.</summary>
    public double Value { get; }

    /// <summary>Whether it is the threshold 0.5, the only one that fits more than two classes.</summary>
    public bool IsHalf => this == Half;

    /// <summary>Reads what <see cref="ToString"/> writes: a number, <c>f1</c>, <c>youden</c>, <c>recall=0.95</c> or <c>precision=0.9</c>.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="criterion">What it says, or null.</param>
    /// <returns>Whether it says something, with a number in its range.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ThresholdCriterion? criterion)
    {
        criterion = text switch
        {
            null => null,
            "f1" => BestF1,
            "youden" => BestYouden,
            _ when text.StartsWith(RecallIs, StringComparison.Ordinal) => Of(ThresholdKind.Recall, text[RecallIs.Length..]),
            _ when text.StartsWith(PrecisionIs, StringComparison.Ordinal) => Of(ThresholdKind.Precision, text[PrecisionIs.Length..]),
            _ => Of(ThresholdKind.Fixed, text),
        };
        return criterion is not null;
    }

    /// <summary>Chooses a threshold.</summary>
    /// <param name="labels">Each picture's true label, 0 or 1.</param>
    /// <param name="probabilities"><c>[picture, class]</c>: two a picture.</param>
    /// <returns>
    /// 0 to 1; 0.5 where one of the classes has no picture, so that nothing can be measured. Where no threshold has the precision that is asked
    /// for, the lowest of those with the best there is.
    /// </returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or a label is out of range.</exception>
    public float Choose(IReadOnlyList<int> labels, ReadOnlySpan<float> probabilities)
    {
        Answers.Check(labels, probabilities, 2);
        return Kind == ThresholdKind.Fixed ? (float)Value : ThresholdSearch.Best(this, ThresholdSearch.Cuts(labels, probabilities));
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => Kind switch
    {
        ThresholdKind.F1 => "f1",
        ThresholdKind.Youden => "youden",
        ThresholdKind.Recall => RecallIs + Value.ToString(CultureInfo.InvariantCulture),
        ThresholdKind.Precision => PrecisionIs + Value.ToString(CultureInfo.InvariantCulture),
        _ => Value.ToString(CultureInfo.InvariantCulture),
    };

    private static ThresholdCriterion? Of(ThresholdKind kind, string text)
    {
        bool holds = double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value)
            && value is >= 0 and <= 1 && (kind == ThresholdKind.Fixed || value > 0);
        return holds ? new ThresholdCriterion(kind, value) : null;
    }
}
