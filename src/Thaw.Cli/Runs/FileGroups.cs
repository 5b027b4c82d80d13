namespace Thaw.Cli.Runs;

/// <summary>Decides whether intervals draw groups of pictures or single ones.</summary>
internal static class FileGroups
{
    /// <summary>With fewer groups, drawing groups with replacement says nothing of the spread, and pictures are drawn instead.</summary>
    public const int Least = 10;

    /// <summary>The groups where there are enough of them to resample; null otherwise.</summary>
    public static IReadOnlyList<string>? Enough(IReadOnlyList<string?> groups) =>
        groups.All(group => group is not null) && groups.Distinct().Count() >= Least ? [.. groups.Select(group => group!)] : null;
}
