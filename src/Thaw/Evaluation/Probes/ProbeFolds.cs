using Thaw.Kernels;

namespace Thaw.Evaluation.Probes;

/// <summary>Deals pictures into folds, the same on every machine: whole groups, each class as evenly as they let it.</summary>
internal static class ProbeFolds
{
    private const ulong Seed = 0x70726f6265; // "probe"

    /// <summary>The pictures of each group, in the order of their first pictures; a picture without a group is one of its own.</summary>
    public static int[][] Units(int count, IReadOnlyList<string?>? groups)
    {
        if (groups is null)
            return [.. Enumerable.Range(0, count).Select(i => new[] { i })];
        return [.. Enumerable.Range(0, count).GroupBy(i => groups[i] is { } name ? "g" + name : "i" + i).Select(unit => unit.ToArray())];
    }

    /// <summary>The fold of each picture.</summary>
    /// <param name="labels">The pictures' classes.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="units">What must stay together.</param>
    /// <param name="folds">How many folds.</param>
    public static int[] Deal(int[] labels, int classes, int[][] units, int folds)
    {
        int[] order = [.. Enumerable.Range(0, units.Length)], fold = new int[labels.Length], sizes = new int[folds];
        new Pcg32(Seed).Shuffle<int>(order);
        int[,] held = new int[folds, classes];
        // The largest first, each to the fold that has the fewest of its classes' pictures, and of those to the smallest
        foreach (int[] unit in order.Select(i => units[i]).OrderByDescending(unit => unit.Length))
        {
            int best = Enumerable.Range(0, folds).MinBy(f => ((long)unit.Sum(i => held[f, labels[i]]) << 32) + sizes[f]);
            foreach (int i in unit)
            {
                fold[i] = best;
                held[best, labels[i]]++;
            }
            sizes[best] += unit.Length;
        }
        return fold;
    }

    /// <summary>At most so many pictures, in rising order: all, or those that come first in a fixed shuffle.</summary>
    public static int[] Choose(int count, int most)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (count <= most)
            return order;
        new Pcg32(Seed, 1).Shuffle<int>(order);
        int[] chosen = order[..most];
        Array.Sort(chosen);
        return chosen;
    }
}
