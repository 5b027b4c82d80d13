namespace Thaw.Images.Splitting;

/// <summary>Files that must stay in one part of a split: one file, a group, or identical pictures.</summary>
internal sealed class SplitUnit
{
    private SplitUnit(int[] files, (int Label, int Count)[] labels)
    {
        Files = files;
        Labels = labels;
    }

    /// <summary>Indices of the files, ascending.</summary>
    public int[] Files { get; }

    /// <summary>How many files of which class, ascending by class, without classes that are not there.</summary>
    public (int Label, int Count)[] Labels { get; }

    /// <summary>
    /// Joins files that share a group, and files that share a hash, however long the chain; ordered by first file.
    /// </summary>
    /// <param name="open">Indices of the files to divide, ascending.</param>
    /// <param name="files">All files.</param>
    /// <param name="groups">A group for each file, or null.</param>
    /// <param name="hashes">A hash of the content for each file; null if contents are not known.</param>
    public static List<SplitUnit> Join(
        IReadOnlyList<int> open, IReadOnlyList<ImageFile> files, string?[] groups, IReadOnlyList<string>? hashes)
    {
        int[] parent = Enumerable.Range(0, files.Count).ToArray();
        var byGroup = new Dictionary<string, int>(StringComparer.Ordinal);
        var byHash = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (int i in open)
        {
            if (groups[i] is { } group)
                Unite(parent, byGroup, group, i);
            if (hashes is not null)
                Unite(parent, byHash, hashes[i], i);
        }
        return open.GroupBy(i => Root(parent, i))
            .Select(unit => new SplitUnit(
                unit.ToArray(),
                unit.GroupBy(i => files[i].Label).OrderBy(label => label.Key).Select(label => (label.Key, label.Count())).ToArray()))
            .ToList();
    }

    private static void Unite(int[] parent, Dictionary<string, int> seen, string key, int file)
    {
        if (!seen.TryAdd(key, file))
            parent[Root(parent, file)] = Root(parent, seen[key]);
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
            i = parent[i] = parent[parent[i]];
        return i;
    }
}
