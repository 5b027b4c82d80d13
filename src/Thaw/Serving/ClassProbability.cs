using System.Globalization;

namespace Thaw.Serving;

/// <summary>How probable a class is.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Probability">0 to 1, as the network gives it and as tests and other runtimes have it.</param>
public readonly record struct ClassProbability(string Class, float Probability)
{
    /// <summary>
    /// The probability under the model's temperature (<see cref="Packaging.ModelManifest.Temperature"/>), 0 to 1: of many answers of 0.8 about
    /// four in five are right, for pictures like those of the validation. The same as <see cref="Probability"/> where the temperature is 1.
    /// </summary>
    public float Calibrated { get; init; } = Probability;

    /// <summary>For example <c>cracked 0.9731</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class} {Probability:0.0000}");
}
