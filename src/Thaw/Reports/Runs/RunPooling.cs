using Thaw.Evaluation.Pooling;
using Thaw.Images;
using Thaw.Images.Splitting;

namespace Thaw.Reports.Runs;

/// <summary>
/// Finds runs of the same pictures, backbone and settings that differ in nothing but split and seeds, and pools what they say of each plan.
/// </summary>
internal static class RunPooling
{
    /// <summary>With fewer groups, drawing whole groups says nothing of the spread.</summary>
    private const int LeastGroups = 10;

    // What decides the numbers beside the plans themselves; data and seeds are compared otherwise
    private static readonly HashSet<string> Free = ["kind", "name", "data", "seeds", "splits", "split.seed", "plans"];

    /// <summary>The plans that at least two runs can speak of together.</summary>
    public static IReadOnlyList<PooledPlan> Of(IReadOnlyList<RunSummary> runs)
    {
        var pooled = new List<PooledPlan>();
        foreach ((string plan, string baseline) in runs.SelectMany(run => run.Differences).Select(difference => (difference.Plan, difference.Baseline)).Distinct())
        {
            IEnumerable<RunSummary> fit = runs.Where(run => run.Predictions is not null && run.Differences.Any(d => d.Plan == plan && d.Baseline == baseline));
            foreach (IGrouping<string, RunSummary> alike in fit.GroupBy(run => KeyOf(run, plan, baseline), StringComparer.Ordinal))
            {
                if (alike.Count() > 1 && Pool([.. alike], plan, baseline) is { } found)
                    pooled.Add(found);
            }
        }
        return pooled;
    }

    private static PooledPlan? Pool(IReadOnlyList<RunSummary> runs, string plan, string baseline)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (RunPredictions predictions in runs.Select(run => run.Predictions!))
        {
            for (int i = 0; i < predictions.Pictures.Count; i++)
            {
                if (!labels.TryAdd(predictions.Pictures[i], predictions.Labels[i]) && labels[predictions.Pictures[i]] != predictions.Labels[i])
                    return null; // two sets of pictures under the same names
            }
        }
        Dictionary<string, string>? groups = Groups(runs[0].GroupPattern, [.. labels.Keys]);
        var splits = new List<(ulong Seed, Dictionary<ulong, (bool[] Plan, bool[] Baseline)> Trials, RunSummary Run)>();
        foreach (IGrouping<string, RunSummary> split in runs.GroupBy(SplitOf, StringComparer.Ordinal))
        {
            var trials = new Dictionary<ulong, (bool[], bool[])>();
            foreach (RunPredictions predictions in split.Select(run => run.Predictions!))
            {
                foreach (((string name, ulong seed), bool[] answers) in predictions.Trials)
                {
                    // A trial that two runs share is the same trial
                    if (name == plan && predictions.Trials.TryGetValue((baseline, seed), out bool[]? other))
                        trials.TryAdd(seed, (answers, other));
                }
            }
            if (trials.Count > 0)
                splits.Add((split.First().SplitSeed, trials, split.First()));
        }
        if (splits.Count == 0)
            return null;
        SplitScores[] differences = Scores((p, b) => p - b), plans = Scores((p, _) => p), baselines = Scores((_, b) => b);
        return new PooledPlan(plan, baseline, [.. runs.Select(run => run.Name)], SplitPooling.Pool(differences, -1), SplitPooling.Pool(plans, 0),
            SplitPooling.Pool(baselines, 0), [.. splits.Zip(differences, (split, scores) => new SplitDifference(split.Seed, scores.Mean))]);

        SplitScores[] Scores(Func<double, double, double> value) =>
        [
            .. splits.Select(split => new SplitScores(
                split.Run.Predictions!.Pictures,
                groups is null ? split.Run.Predictions.Pictures : [.. split.Run.Predictions.Pictures.Select(picture => groups[picture])],
                [.. split.Trials.Values.Select(trial => trial.Plan.Zip(trial.Baseline, (p, b) => value(p ? 1 : 0, b ? 1 : 0)).ToArray())],
                Math.Max(1, split.Run.TrainPictures))),
        ];
    }

    // Groups of pictures, where there are enough of them to say something of the spread
    private static Dictionary<string, string>? Groups(string? pattern, string[] pictures)
    {
        if (pattern is null)
            return null;
        try
        {
            IReadOnlyList<string?> groups = GroupNames.Find([.. pictures.Select(picture => new ImageFile(picture, picture, 0))], pattern);
            return groups.Distinct().Count() < LeastGroups ? null : pictures.Zip(groups).ToDictionary(pair => pair.First, pair => pair.Second!, StringComparer.Ordinal);
        }
        catch (ImageSetException)
        {
            return null;
        }
    }

    private static string SplitOf(RunSummary run) => FormattableString.Invariant($"{run.SplitSeed}\n{string.Join(',', run.Counts.SelectMany(part => part))}\n")
        + string.Join('\n', run.Predictions!.Pictures);

    private static string KeyOf(RunSummary run, string plan, string baseline)
    {
        IEnumerable<string> settings = RecipeSettings.Of(run.Recipe)
            .Where(setting => !Free.Contains(setting.Key) && (!setting.Key.StartsWith(RecipeSettings.OwnPlan, StringComparison.Ordinal)
                || setting.Key == RecipeSettings.OwnPlan + plan || setting.Key == RecipeSettings.OwnPlan + baseline))
            .Select(setting => $"{setting.Key}: {setting.Value}").Order(StringComparer.Ordinal);
        IEnumerable<int> totals = Enumerable.Range(0, run.Classes.Count).Select(label => run.Counts.Sum(part => part[label]));
        return string.Join('\n', [run.BackboneSha256, FormattableString.Invariant($"{run.ImageSize}"), Path.TrimEndingDirectorySeparator(run.Source), .. run.Classes,
            string.Join(',', totals), .. settings]);
    }
}
