namespace Thaw.Evaluation;

/// <summary>A closed interval on the real line; both ends are NaN where no interval can be given.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, not below <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval that says nothing: both ends NaN.</summary>
    public static Interval Unknown { get; } = new(double.NaN, double.NaN);

    /// <summary>Whether both ends are numbers.</summary>
    public bool IsKnown => !double.IsNaN(Low) && !double.IsNaN(High);

    /// <summary>Whether the value lies in the interval, ends included; never in an unknown one.</summary>
    /// <param name="value">The value to look for.</param>
    public bool Contains(double value) => Low <= value && value <= High;
}
