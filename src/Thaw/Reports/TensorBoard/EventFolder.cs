using Thaw.Comparison;
using Thaw.Images;

namespace Thaw.Reports.TensorBoard;

/// <summary>The folder <c>tensorboard</c> of a run: a folder a trial, with an event file in it.</summary>
internal static class EventFolder
{
    /// <summary>Writes all trials. Each file appears whole or not at all; what an earlier report wrote is replaced.</summary>
    /// <param name="result">A comparison.</param>
    /// <param name="folder">The run folder, which is there.</param>
    public static void Write(ComparisonResult result, string folder)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (PlanResult plan in result.Plans)
        {
            foreach (TrialResult trial in plan.Trials)
            {
                string path = Path.Combine(folder, "tensorboard", NameOf(plan.Plan, trial.Seed, taken));
                Directory.CreateDirectory(path);
                AtomicFile.Write(Path.Combine(path, EventFile.Name), stream => EventFile.Write(trial, result.Environment.Started, stream));
            }
        }
    }

    // A plan of the library's users may have any name
    private static string NameOf(string plan, ulong seed, HashSet<string> taken)
    {
        string name = string.Concat(plan.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.') + $"-seed{Figures.Whole(seed)}";
        string free = name;
        for (int number = 2; !taken.Add(free); number++)
            free = $"{name}-{Figures.Whole(number)}";
        return free;
    }
}
