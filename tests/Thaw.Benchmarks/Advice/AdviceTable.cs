using System.Globalization;
using System.Text;

namespace Thaw.Benchmarks.Advice;

/// <summary>What came of the grid: a page with a row a set, and the same with all measurements as JSON.</summary>
internal static class AdviceTable
{
    /// <summary>Writes both.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="outcomes">The sets.</param>
    /// <param name="date">The day for the files' names; today's if null.</param>
    /// <param name="args">The command line without the mode's name.</param>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<AdviceOutcome> outcomes, string? date, string[] args)
    {
        string day = date ?? DateTime.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string name = Path.Combine(folder, (args.Contains("--fitted") ? "advice-fitted-" : "advice-") + day);
        Directory.CreateDirectory(folder);
        File.WriteAllText(name + ".md", Page(outcomes, day, args.Contains("--fitted")));
        File.WriteAllText(name + ".json", JsonText.Of(outcomes.Select(outcome => new { outcome.Set, outcome.Family, outcome.Runs })) + "\n");
        return [name + ".md", name + ".json"];
    }

    private static string Page(IReadOnlyList<AdviceOutcome> outcomes, string day, bool fitted)
    {
        string[] plans = [.. outcomes[0].Plans];
        var page = new StringBuilder();
        int hits = outcomes.Count(outcome => outcome.IsHit), timely = outcomes.Count(outcome => outcome.IsTimely);
        page.Append(CultureInfo.InvariantCulture, $"# Advice and what came true, {day}{(fitted ? " (the sets that the rule was fitted on)" : "")}\n\n");
        foreach ((string key, string value) in Machine.Description)
            page.Append(CultureInfo.InvariantCulture, $"- {key}: {value}\n");
        page.Append(CultureInfo.InvariantCulture, $"\nThe advised plan is within 1 point of the best of {string.Join(", ", plans)} on {hits} of {outcomes.Count} sets ({Share(hits, outcomes.Count)}); "
            + $"the time is within 30% of the estimate on {timely} ({Share(timely, outcomes.Count)}).\n");
        page.Append(CultureInfo.InvariantCulture, $"Always taking one plan would have been within 1 point on: {string.Join(", ", plans.Select(plan => $"{plan} {outcomes.Count(o => o.Accuracy(o.Best) - o.Accuracy(plan) <= 0.01 + 1e-9)}"))}.\n\n");
        page.Append("Accuracy in percent on test pictures, mean over seeds (5; 3 from 200 training pictures a class on; 2 seeds x 4 splits for flowers and decks). Time: measured seconds over estimated ones, all plans together.\n\n");
        Row(page, ["set", "advised", .. plans, "short of the best", "time", ""]);
        Row(page, ["---", "---", .. plans.Select(_ => "---:"), "---:", "---:", "---"]);
        foreach (AdviceOutcome outcome in outcomes)
        {
            Row(page, [outcome.Set, string.Join(", ", outcome.Runs.Select(run => run.Plan).Distinct()), .. plans.Select(plan => Number(100 * outcome.Accuracy(plan))),
                Number(100 * outcome.Regret), outcome.TimeRatio.ToString("F2", CultureInfo.InvariantCulture),
                string.Join(", ", new[] { outcome.IsHit ? "" : "missed", outcome.IsTimely ? "" : "time missed" }.Where(text => text.Length > 0))]);
        }
        if (fitted)
            page.Append(CultureInfo.InvariantCulture, $"\n{new AdviceFit(outcomes)}");
        return page.ToString();
    }

    private static string Share(int part, int all) => (100.0 * part / all).ToString("F0", CultureInfo.InvariantCulture) + "%";

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder page, IEnumerable<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
