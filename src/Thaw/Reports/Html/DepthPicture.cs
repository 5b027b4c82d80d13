using Thaw.Comparison;
using Thaw.Comparison.Claims;
using Thaw.Evaluation;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>The pictures of the claim of depth: how far each block went, and accuracy against the block where unfreezing starts.</summary>
internal static class DepthPicture
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        string? change = BlockChart.Draw(result, "relative change", trial => trial.Evidence?.Drift, block => block.Change, (_, high) => (0, 1.05 * Math.Max(high, 1e-6)), Share);
        string? sweep = Sweep(result);
        if (change is null && sweep is null)
            return;
        if (change is not null)
            BlockChart.WriteLegend(page, result, plan => plan.Trials.Any(trial => trial.Evidence?.Drift is not null));
        page.Raw("<div class=\"charts\">");
        if (sweep is not null)
            page.Figure("Accuracy by where unfreezing starts", sweep, "All train the head first and then everything from that block on; test pictures, with 95% "
                + "intervals. Flat towards block 1: the early layers need no tuning.");
        if (change is not null)
            page.Figure("How far the weights moved", change, "Length of the change of a block's kernels and biases, relative to their length before; 0 is frozen. Thin lines are seeds.");
        if (BlockChart.Draw(result, "CKA", trial => trial.Evidence?.Drift, block => block.Similarity, BlockChart.Similarities, value => Figures.Fixed(value, 2)) is { } similarity)
            page.Figure("How alike the features stayed", similarity, "Linear CKA of each block's output with that of the pretrained backbone on validation pictures: 1 is the same. "
                + "Later blocks build on earlier ones, so that small changes below add up.");
        page.Raw("</div>");
    }

    // One mark a block, its interval as an upright line
    private static string? Sweep(ComparisonResult result)
    {
        Metric accuracy = Metrics.AccuracyOf(result.Data.Classes.Count);
        (int Block, PlanResult Plan)[] sweep = [.. DepthClaim.Sweep(result.Plans).Where(step => double.IsFinite(step.Plan[accuracy].Value)).Reverse()];
        if (sweep.Length < 2)
            return null;
        var whole = result.Plans.ToList();
        var points = sweep.Select(step => (X: (double)step.Block, Estimate: step.Plan[accuracy], Series: whole.IndexOf(step.Plan), Name: step.Plan.Plan)).ToList();
        if (whole.Find(plan => plan.Plan == "frozen") is { } frozen && double.IsFinite(frozen[accuracy].Value))
            points.Add((6, frozen[accuracy], whole.IndexOf(frozen), frozen.Plan));
        double low = points.Min(point => point.Estimate.Interval.IsKnown ? point.Estimate.Interval.Low : point.Estimate.Value);
        return new LineChart
        {
            Label = "Accuracy by the block where unfreezing starts: "
                + string.Join("; ", points.Select(point => $"{point.Name} {Figures.Percent(point.Estimate.Value)}")),
            XTitle = "first block that trains",
            YTitle = "accuracy",
            X = (1, 6),
            Y = (Math.Max(0, Math.Floor(20 * low) / 20), 1),
            XLabel = x => x == 6 ? "head" : x == Math.Round(x) ? Figures.Plain(x) : "",
            YLabel = Figures.Percent0,
            Lines =
            [
                new ChartLine([.. points.Select(point => (point.X, point.Estimate.Value))], "train"),
                .. points.Where(point => point.Estimate.Interval.IsKnown).Select(point => new ChartLine(
                    [(point.X, point.Estimate.Interval.Low), (point.X, point.Estimate.Interval.High)], $"{SvgChart.Series(point.Series)} whisker")),
            ],
            Marks = [.. points.Select(point => (point.Series, point.X, point.Estimate.Value, $"{point.Name}: {Figures.Percent(point.Estimate.Value)}"))],
            XSteps = 5,
        }.Draw();
    }

    private static string Share(double value) => value == 0 ? "0" : Figures.Plain(Math.Round(100 * value, value < 0.01 ? 3 : 1)) + "%";
}
