namespace Thaw.Comparison;

/// <summary>The test pictures, which no plan was trained or chosen on.</summary>
public sealed record TestSet
{
    /// <summary>Each picture's path below the source folder, with <c>/</c>.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Each picture's true label; as many as names.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>
    /// Each picture's group, as many as names, or null where pictures are independent. Intervals resample whole groups.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }
}
