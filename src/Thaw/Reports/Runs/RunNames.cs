namespace Thaw.Reports.Runs;

/// <summary>Short names for run folders.</summary>
internal static class RunNames
{
    /// <summary>The last part of each path, or as many parts from its end as tell the paths apart, joined by <c>/</c>.</summary>
    /// <param name="paths">Full paths, all different.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(path => path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))];
        for (int length = 1; ; length++)
        {
            string[] names = [.. parts.Select(path => string.Join('/', path.TakeLast(length)))];
            if (names.Distinct(StringComparer.Ordinal).Count() == names.Length || parts.All(path => path.Length <= length))
                return names;
        }
    }
}
