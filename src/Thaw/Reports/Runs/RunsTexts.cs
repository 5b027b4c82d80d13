using Thaw.Evaluation.Pooling;

namespace Thaw.Reports.Runs;

/// <summary>What a report of several runs says in words.</summary>
internal static class RunsTexts
{
    /// <summary>How the pooled numbers are made.</summary>
    public const string Pooling = "The value is the mean over splits of the mean over seeds and test pictures. Its 95% interval speaks of new splits, seeds and pictures: Student's t over "
        + "the splits with the correction of Nadeau and Bengio (2003) for training parts that overlap, and never narrower than what the test pictures alone give, "
        + "each picture drawn once with all that was said of it. With two or three splits it is wide, as so few say little of the next; five or more are worth their time.";

    /// <summary>How single runs' differences are to be read.</summary>
    public const string Single = "A run's own interval speaks of new pictures and seeds for its one split; see the run's report.";

    /// <summary>The main finding.</summary>
    public static string Sentence(IReadOnlyList<RunSummary> runs, IReadOnlyList<PooledPlan> pooled)
    {
        if (pooled.Count == 0)
        {
            return runs.Count == 1 ? "One run alone: there is nothing to set beside it."
                : $"{Figures.Whole(runs.Count)} runs side by side; none of them share pictures, backbone and settings, so nothing is pooled.";
        }
        PooledPlan main = pooled.FirstOrDefault(plan => plan.Plan == "full") ?? pooled[0];
        (double value, double low, double high) = (main.Difference.Value, main.Difference.Interval.Low, main.Difference.Interval.High);
        string side = low > 0 ? "better than" : high < 0 ? "worse than" : "not told apart from";
        string over = main.Difference.Splits > 1 ? $"Over {Figures.Whole(main.Difference.Splits)} splits" : $"On one split, with {Count(main.Difference.Trials, "seed")}";
        return $"{over}, {main.Plan} was {side} {main.Baseline}: {Points(value)} points of accuracy (95% interval {Points(low)} to {Points(high)}).";
    }

    /// <summary>What to mind.</summary>
    public static IReadOnlyList<string> Notes(IReadOnlyList<RunSummary> runs, IReadOnlyList<PooledPlan> pooled)
    {
        var notes = new List<string>();
        foreach (RunSummary run in runs.Where(run => run.Predictions is null))
            notes.Add($"{run.Name} has no predictions.csv, so it is not pooled.");
        foreach (RunSummary run in runs.Where(run => run.Plans.Any(plan => plan.Diverged > 0)))
            notes.Add($"Training diverged in {run.Name}: {string.Join(", ", run.Plans.Where(plan => plan.Diverged > 0).Select(plan => $"{plan.Name} ({Figures.Whole(plan.Diverged)})"))}.");
        if (pooled.Any(plan => plan.Difference.Basis is PoolingBasis.Seeds or PoolingBasis.Pictures))
            notes.Add("Runs of one split alone are pooled over their seeds: the interval knows nothing of other splits.");
        if (pooled.Any(plan => plan.Difference.Basis == PoolingBasis.SharedTest))
            notes.Add("All runs were tested on the same pictures: the splits differ in what trained and what chose the epoch.");
        if (pooled.Any(plan => plan.Difference is { Basis: PoolingBasis.Splits or PoolingBasis.SharedTest, Splits: < 4 }))
            notes.Add("Fewer than four splits: the pooled intervals are wide because so few splits say little of the next one.");
        if (pooled.GroupBy(plan => (plan.Plan, plan.Baseline)).Any(group => group.Count() > 1))
            notes.Add("The runs fall into several kinds (other pictures, backbones or settings); each kind is pooled by itself.");
        return notes;
    }

    /// <summary>What a pooled interval rests on.</summary>
    public static string BasisOf(PooledEstimate estimate) => estimate.Basis switch
    {
        PoolingBasis.Splits => $"{Count(estimate.Splits, "split")}, {Count(estimate.Trials, "trial")}, {Count(estimate.Pictures, "picture")}",
        PoolingBasis.SharedTest => $"{Count(estimate.Splits, "split")} with the same {Count(estimate.Pictures, "test picture")}, {Count(estimate.Trials, "trial")}",
        _ => $"one split, {Count(estimate.Trials, "seed")}, {Count(estimate.Pictures, "picture")}",
    };

    /// <summary>The basis in <c>report.json</c>.</summary>
    public static string NameOf(PoolingBasis basis) => basis switch
    {
        PoolingBasis.Splits => "splits",
        PoolingBasis.SharedTest => "sharedTest",
        PoolingBasis.Seeds => "seeds",
        _ => "pictures",
    };

    private static string Points(double share) => Figures.Difference(Evaluation.Metric.Accuracy, share);

    private static string Count(int count, string what) => $"{Figures.Whole(count)} {what}{(count == 1 ? "" : "s")}";
}
