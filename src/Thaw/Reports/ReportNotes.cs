using Thaw.Comparison;

namespace Thaw.Reports;

/// <summary>What a reader must know before trusting a comparison's numbers.</summary>
public static class ReportNotes
{
    private const int FewPictures = 50;
    private const int FewGroups = 10;

    /// <summary>One sentence a concern, the gravest first; empty where there is none. Nothing in it is escaped.</summary>
    /// <param name="result">A comparison.</param>
    public static IReadOnlyList<string> Of(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var notes = new List<string>();
        foreach (PlanResult plan in result.Plans)
        {
            int diverged = plan.Trials.Count(trial => trial.Diverged);
            if (diverged > 0)
                notes.Add($"{diverged} of {plan.Trials.Count} trials of the plan \"{plan.Plan}\" diverged: numbers "
                    + "overflowed. Lower its learning rate.");
        }
        int duplicates = result.Data.Duplicates.Count;
        if (duplicates > 0)
        {
            string pictures = duplicates == 1 ? "1 picture is" : $"{duplicates} pictures are";
            notes.Add($"{pictures} in two parts of the split: what was trained on is partly tested on, and the accuracy flatters.");
        }
        string[] divided = [.. result.Data.Parts.SelectMany(part => part.Groups).GroupBy(group => group, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => group.Key).Order(StringComparer.Ordinal)];
        if (divided.Length > 0)
        {
            string names = string.Join(", ", divided.Take(3).Select(name => $"\"{name}\""));
            string which = divided.Length == 1 ? $"The group {names} is" : $"{divided.Length} groups, such as {names}, are";
            notes.Add($"{which} in more than one part, because the data's own split divides them or a class stands in too few groups: "
                + "some test pictures are of the same thing as training pictures, and the accuracy may flatter.");
        }
        int test = result.Test.Labels.Count;
        int[] counts = [.. Enumerable.Range(0, result.Data.Classes.Count).Select(c => result.Test.Labels.Count(l => l == c))];
        if (counts.Any(count => count == 0))
            notes.Add("A class has no test picture: its accuracy is not known, and metrics that need it are missing.");
        if (test < FewPictures)
            notes.Add($"There are only {test} test pictures: one picture is {Figures.Fixed(100.0 / test, 1)} points of accuracy.");
        int groups = result.Test.Groups?.Distinct().Count() ?? FewGroups;
        if (groups < FewGroups)
            notes.Add($"The test pictures come from only {groups} groups: the intervals are likely too narrow.");
        if (result.Plans.All(plan => plan.Trials.Count == 1))
            notes.Add("There was one seed: the intervals know nothing of the luck of training. Three seeds or more tell it.");
        if (result.Data.Skipped.Count > 0)
        {
            string files = result.Data.Skipped.Count == 1 ? "1 file was" : $"{result.Data.Skipped.Count} files were";
            notes.Add($"{files} skipped; see the list.");
        }
        return notes;
    }
}
