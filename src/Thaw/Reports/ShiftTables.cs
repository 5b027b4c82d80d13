using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Images.Corruptions;

namespace Thaw.Reports;

/// <summary>The tables and the explanation of the test under shift.</summary>
internal static class ShiftTables
{
    /// <summary>A row a plan: accuracy on the test pictures and under shift, and under each corruption.</summary>
    public static ReportTable Plans(ShiftResult shift) => new(
        $"Accuracy, mean over seeds (95% interval); under shift on {Figures.Whole(shift.Pictures.Count)} pictures in "
            + $"{Figures.Whole(Corruption.All.Count * Corruption.Severities)} versions each, a corruption as its mean over severities",
        ["plan", "test pictures", "under shift", .. Corruption.All.Select(corruption => corruption.Name)],
        [.. shift.Plans.Select(plan => (IReadOnlyList<ReportCell>)
        [
            plan.Plan,
            Cell(plan.Clean),
            Cell(plan.Shifted),
            .. plan.Curves.Select(curve => (ReportCell)Figures.Percent(curve.Accuracies.Average())),
        ])]);

    /// <summary>A row a pair of plans: the differences on the test pictures and under shift.</summary>
    public static ReportTable Differences(ShiftResult shift) => new(
        "Differences of accuracy in points, on the same pictures and seeds (95% interval)",
        ["plan", "minus", "test pictures", "under shift"],
        [.. shift.Differences.Select(d => (IReadOnlyList<ReportCell>)[d.Plan, d.Baseline, Difference(d.Clean), Difference(d.Shifted)])]);

    /// <summary>What was done to which pictures.</summary>
    public static string Explanation(ShiftResult shift)
    {
        string all = Figures.Whole(shift.TestPictures);
        string pictures = shift.Pictures.Count == shift.TestPictures ? $"All {all} test pictures"
            : $"{Figures.Whole(shift.Pictures.Count)} of the {all} test pictures, evenly spread over the classes (the others were left out, since with a network of this size "
                + "they would take too long),";
        return $"{pictures} were corrupted at the size that the network sees, in {Figures.Whole(Corruption.All.Count)} ways at {Figures.Whole(Corruption.Severities)} severities each, "
            + "and every trial was tested on all versions; none was trained on them. Under shift is the mean over corruptions of the mean over severities. "
            + "A picture and its versions count as one in the intervals. The corruptions, with the constants of Tiny ImageNet-C (Hendrycks and Dietterich 2019): "
            + string.Join("; ", Corruption.All.Select(corruption => $"{corruption.Name}, {corruption.Description}")) + ".";
    }

    private static ReportCell Cell(MetricEstimate estimate) =>
        new(Figures.Value(estimate.Metric, estimate.Value), Figures.Range(estimate.Metric, estimate.Interval));

    private static ReportCell Difference(MetricEstimate estimate) =>
        new(Figures.Difference(estimate.Metric, estimate.Value), Figures.Range(estimate.Metric, estimate.Interval));
}
