using System.Globalization;

namespace Thaw.Serving;

/// <summary>How probable a class is.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Probability">0 to 1.</param>
public readonly record struct ClassProbability(string Class, float Probability)
{
    /// <summary>For example <c>cracked 0.9731</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class} {Probability:0.0000}");
}
