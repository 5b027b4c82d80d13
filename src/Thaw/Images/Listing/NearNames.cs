namespace Thaw.Images.Listing;

/// <summary>Finds what somebody may have meant by a path that is not there.</summary>
internal static class NearNames
{
    /// <summary>A message for a missing path, with the nearest existing one if there is one.</summary>
    public static string Missing(string what, string path)
    {
        string message = $"No {what} at '{path}'.";
        return Suggest(Path.GetFullPath(path)) is { } near ? $"{message} Did you mean '{near}'?" : message;
    }

    /// <summary>
    /// The entry most like the first missing part of a full path, at most a third of its letters (and at least one) away;
    /// null if there is none.
    /// </summary>
    public static string? Suggest(string fullPath)
    {
        string missing = fullPath;
        string? parent = Path.GetDirectoryName(missing);
        while (parent is not null && !Directory.Exists(parent))
        {
            missing = parent;
            parent = Path.GetDirectoryName(missing);
        }
        if (parent is null)
            return null;
        string name = Path.GetFileName(missing);
        try
        {
            return Directory.EnumerateFileSystemEntries(parent)
                .Select(entry => (Entry: entry, Distance: Distance(name, Path.GetFileName(entry))))
                .Where(item => item.Distance <= Math.Max(1, name.Length / 3))
                .OrderBy(item => item.Distance)
                .ThenBy(item => item.Entry, StringComparer.Ordinal)
                .Select(item => item.Entry)
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Letters to insert, remove or replace (Levenshtein 1966); case does not count.</summary>
    internal static int Distance(string a, string b)
    {
        int[] row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                bool same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                int best = Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.Length];
    }
}
