using Spectre.Console;
using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Cli.Terminal;

/// <summary>The table that a run ends with: a row a plan.</summary>
internal static class PlanTable
{
    /// <summary>Accuracy and the area under the ROC curve (or the mean accuracy of the classes) with intervals, and the time.</summary>
    public static Table Of(ComparisonResult result)
    {
        Metric[] metrics = result.Data.Classes.Count == 2
            ? [Metric.Accuracy, Metric.AreaUnderRocCurve]
            : [Metric.MicroAccuracy, Metric.MacroAccuracy];
        Table table = Display.NewTable();
        table.AddColumn("plan");
        foreach (Metric metric in metrics)
            table.AddColumn($"{Title(metric)}\n(95% interval)");
        table.AddColumn(new TableColumn("time\nan epoch").RightAligned());
        table.AddColumn(new TableColumn("time\nin all").RightAligned());
        foreach (PlanResult plan in result.Plans)
        {
            table.AddRow([
                plan.Plan,
                .. metrics.Select(metric => plan[metric]).Select(e => $"{Numbers.Value(e.Metric, e.Value)} ({Numbers.Range(e.Metric, e.Interval)})"),
                Numbers.Duration(plan.Timing.SecondsPerEpoch),
                Numbers.Duration(plan.Timing.SecondsTotal),
            ]);
        }
        return table;
    }

    private static string Title(Metric metric) => metric switch
    {
        Metric.AreaUnderRocCurve => "area under ROC",
        Metric.MacroAccuracy => "mean class accuracy",
        _ => Metrics.TitleOf(metric),
    };
}
