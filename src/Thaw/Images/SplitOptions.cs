namespace Thaw.Images;

/// <summary>How <see cref="ImageSplit"/> divides pictures. Parts that the set fixes itself are not changed by it.</summary>
public sealed record SplitOptions
{
    /// <summary>The part of each class that validation gets, in [0, 1); default 0.2. With 0 there is no validation part.</summary>
    public double ValidationFraction { get; init => field = Fraction(value, nameof(ValidationFraction)); } = 0.2;

    /// <summary>The part of each class that the test gets, in [0, 1); default 0.2. With 0 there is no test part.</summary>
    public double TestFraction { get; init => field = Fraction(value, nameof(TestFraction)); } = 0.2;

    /// <summary>Picks one of the possible splits; the same seed gives the same split on every machine. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// A .NET regular expression that finds in a file's name (the last part of its path) what it was taken from: the first
    /// capture group, or the whole match if it has none. <c>^(\d+)-</c> makes <c>7001-26.jpg</c> part of group 7001. Pictures
    /// of one group then stay in one part. It takes the place of groups that a CSV gives. A class that stands in fewer groups than
    /// there are parts would be missing from one; its pictures are divided one by one, and <see cref="ImageSplit.SharedGroups"/> tells.
    /// Default null: no pattern.
    /// </summary>
    public string? GroupPattern { get; init; }

    private static double Fraction(double value, string name) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a fraction in [0, 1).");
}
