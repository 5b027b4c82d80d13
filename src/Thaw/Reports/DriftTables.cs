using Thaw.Comparison;
using Thaw.Comparison.Evidence;

namespace Thaw.Reports;

/// <summary>How far the backbones came, as a table.</summary>
internal static class DriftTables
{
    /// <summary>A row a plan: means over seeds of how far each block's weights moved, and of how alike its features stayed; null where nothing was
    /// measured.</summary>
    /// <param name="result">A comparison.</param>
    public static ReportTable? Blocks(ComparisonResult result)
    {
        (string Plan, DriftProfile[] Profiles)[] plans = [.. result.Plans
            .Select(plan => (plan.Plan, plan.Trials.Select(trial => trial.Evidence?.Drift).OfType<DriftProfile>().ToArray())).Where(plan => plan.Item2.Length > 0)];
        if (plans.Length == 0)
            return null;
        return new ReportTable(
            "Relative change of each block's weights (linear CKA of its features with the pretrained ones), means over seeds",
            ["plan", .. plans[0].Profiles[0].Blocks.Select(block => block.Block)],
            [.. plans.Select(plan => (IReadOnlyList<ReportCell>)
            [
                plan.Plan,
                .. plan.Profiles[0].Blocks.Select((_, b) => new ReportCell(
                    Figures.Fixed(100 * plan.Profiles.Average(profile => profile.Blocks[b].Change), 2) + "%",
                    Similarity(plan.Profiles.Average(profile => profile.Blocks[b].Similarity)))),
            ])]);
    }

    private static string Similarity(double value) => double.IsFinite(value) ? Figures.Fixed(value, 3) : "-";
}
