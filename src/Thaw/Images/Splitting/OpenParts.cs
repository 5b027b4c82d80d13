using Thaw.Images.Listing;

namespace Thaw.Images.Splitting;

/// <summary>Divides the files that no one has put into a part yet.</summary>
/// <param name="files">All files.</param>
/// <param name="classes">Names of the classes.</param>
/// <param name="open">The parts to fill, training first, with the fraction of each but training.</param>
internal sealed class OpenParts(
    IReadOnlyList<ImageFile> files, IReadOnlyList<string> classes, List<(SplitPart Part, double Fraction)> open)
{
    /// <summary>Moves files from training to the other open parts.</summary>
    public void Fill(SplitPart[] parts, string?[] groups, IReadOnlyList<string>? hashes, SplitOptions options)
    {
        int[] candidates = Enumerable.Range(0, parts.Length).Where(i => parts[i] == SplitPart.Train).ToArray();
        int[][] wanted = Wanted(candidates);
        string?[] kept = WithoutConfinedClasses(candidates, groups);
        List<SplitUnit> units = SplitUnit.Join(candidates, files, kept, hashes);
        CheckUnits(units, candidates.Where(i => groups[i] is not null).Select(i => groups[i]!).ToHashSet(StringComparer.Ordinal));
        (int[] chosen, bool complete) = new UnitAssignment(units, wanted).Solve(options.Seed);
        if (!complete)
            throw new ImageSetException($"The {units.Count} groups cannot be divided into {PartNames()} so that each part has every class; use fewer parts (a fraction of 0) or no groups.");
        for (int unit = 0; unit < units.Count; unit++)
        {
            foreach (int file in units[unit].Files)
                parts[file] = open[chosen[unit]].Part;
        }
    }

    /// <summary>
    /// A class that stands in fewer groups than there are parts would be missing from one if its groups stayed whole, so its own files
    /// are divided one by one; the other classes' files of those groups still stay together. If that holds of every class, no group
    /// could stay whole and the groups are left for <see cref="CheckUnits"/> to refuse.
    /// </summary>
    private string?[] WithoutConfinedClasses(int[] candidates, string?[] groups)
    {
        bool[] confined = [.. classes.Select((_, label) =>
        {
            string?[] own = [.. candidates.Where(i => files[i].Label == label).Select(i => groups[i])];
            return own.All(group => group is not null) && own.Distinct().Count() < open.Count;
        })];
        return !confined.Contains(false) ? groups : [.. groups.Select((group, i) => confined[files[i].Label] ? null : group)];
    }

    /// <summary>Files wanted, <c>[part][class]</c>: the fraction rounded to the nearest, at least one; the rest trains.</summary>
    private int[][] Wanted(int[] candidates)
    {
        int[][] wanted = open.Select(_ => new int[classes.Count]).ToArray();
        foreach (int file in candidates)
            wanted[0][files[file].Label]++;
        for (int label = 0; label < classes.Count; label++)
        {
            int size = wanted[0][label];
            if (size < open.Count)
                throw new ImageSetException($"The class '{classes[label]}' has {size} readable picture(s); a split into {PartNames()} needs at least {open.Count}.");
            for (int part = 1; part < open.Count; part++)
            {
                int most = wanted[0][label] - (open.Count - part);
                wanted[part][label] = Math.Clamp((int)Math.Floor(size * open[part].Fraction + 0.5), 1, most);
                wanted[0][label] -= wanted[part][label];
            }
        }
        return wanted;
    }

    private void CheckUnits(List<SplitUnit> units, HashSet<string> groups)
    {
        if (units.Count < open.Count)
        {
            string which = groups.Count == 0 ? "" : $" ({string.Join(", ", groups.Order(StringComparer.Ordinal).Take(5))})";
            throw new ImageSetException($"The pictures form {units.Count} group(s){which}; a split into {PartNames()} needs at least {open.Count}.");
        }
        for (int label = 0; label < classes.Count; label++)
        {
            int having = units.Count(unit => unit.Labels.Any(item => item.Label == label));
            if (having < open.Count)
                throw new ImageSetException($"The class '{classes[label]}' stands in {having} group(s) only; a split into {PartNames()} needs at least {open.Count}.");
        }
    }

    private string PartNames() => string.Join(" and ", open.Select(item => SplitNames.Of(item.Part)))
        .Replace("train and validation and test", "train, validation and test", StringComparison.Ordinal);
}
