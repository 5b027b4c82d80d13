namespace Thaw.Cli;

/// <summary>Finds what somebody may have meant by a word.</summary>
internal static class Spelling
{
    /// <summary>The word most like another, at most a third of its letters (and at least one) away; null if there is none.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) => known
        .Select(candidate => (Candidate: candidate, Distance: Distance(word, candidate)))
        .Where(item => item.Distance <= Math.Max(1, word.Length / 3))
        .OrderBy(item => item.Distance)
        .ThenBy(item => item.Candidate, StringComparer.Ordinal)
        .Select(item => item.Candidate)
        .FirstOrDefault();

    /// <summary>A message with the nearest word, or, where none is near, with what there is.</summary>
    /// <param name="message">Without a stop.</param>
    /// <param name="word">What came.</param>
    /// <param name="known">What there is.</param>
    public static string Suggest(string message, string word, IReadOnlyCollection<string> known) =>
        Nearest(word, known) is { } near ? $"{message}; did you mean '{near}'?" : $"{message}; there are {string.Join(", ", known)}.";

    /// <summary>Letters to insert, remove, replace or swap with their neighbour (optimal string alignment); case does not count.</summary>
    internal static int Distance(string a, string b)
    {
        int[,] steps = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            steps[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            steps[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = steps[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                steps[i, j] = Math.Min(replace, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }
        return steps[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
