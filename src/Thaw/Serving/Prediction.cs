using System.Globalization;

namespace Thaw.Serving;

/// <summary>What a classifier says of one picture. Two predictions are equal where all probabilities are.</summary>
public sealed record Prediction
{
    internal Prediction(int index, IReadOnlyList<ClassProbability> probabilities)
    {
        Index = index;
        Probabilities = probabilities;
    }

    /// <summary>The name of the class that is told.</summary>
    public string Label => Probabilities[Index].Class;

    /// <summary>The probability of that class, 0 to 1. Below 0.5 where there are many classes, or where a threshold other than 0.5 decided.</summary>
    public float Probability => Probabilities[Index].Probability;

    /// <summary>How sure one can be of that class: its calibrated probability, 0 to 1; see <see cref="ClassProbability.Calibrated"/>.</summary>
    public float Confidence => Probabilities[Index].Calibrated;

    /// <summary>The place of that class in label order, from 0.</summary>
    public int Index { get; }

    /// <summary>The probability of every class in label order; they add up to 1.</summary>
    public IReadOnlyList<ClassProbability> Probabilities { get; }

    /// <summary>Whether the other says the same, to the last bit.</summary>
    /// <param name="other">Another prediction, or null.</param>
    public bool Equals(Prediction? other) => other is not null && Index == other.Index && Probabilities.SequenceEqual(other.Probabilities);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Probabilities.Count, Probability);

    /// <summary>Label and probability, for example <c>cracked 0.9731</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label} {Probability:0.0000}");
}
