using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Reports.Charts;
using Thaw.Training;

namespace Thaw.Reports.Html;

/// <summary>The pictures of the claim of the untrained head: the first gradients, and what the first epoch did to the features.</summary>
internal static class HeadPicture
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        if (Gradients(result) is not { } gradients)
            return;
        BlockChart.WriteLegend(page, result, plan => plan.Trials.Any(trial => FirstOf(trial) is not null));
        page.Raw("<div class=\"charts\">");
        page.Figure("The backbone's first gradients", gradients, "Length of the gradient of all layers of the backbone that train, in the first steps of the first phase that "
            + "trains any; the axis is logarithmic. Thick lines are geometric means over seeds.");
        if (BlockChart.Draw(result, "CKA", Tuned, block => block.Similarity, BlockChart.Similarities, value => Figures.Fixed(value, 2)) is { } features)
            page.Figure("Features after that phase's first epoch", features, "Linear CKA of each block's output with that of the pretrained backbone: 1 is the same. Plans differ in "
                + "their learning rates too, which is part of what is seen here.");
        page.Raw("</div>");
    }

    private static DriftProfile? Tuned(TrialResult trial) => FirstOf(trial) is null ? null : trial.Evidence?.FirstSteps?.AfterEpoch;

    private static FirstSteps? FirstOf(TrialResult trial) => trial.Evidence?.FirstSteps?.Phases is { Count: > 0 } phases && phases[0].Count > 0 ? phases[0] : null;

    private static string? Gradients(ComparisonResult result)
    {
        var lines = new List<ChartLine>();
        var marks = new List<(int, double, double, string)>();
        var texts = new List<string>();
        for (int p = 0; p < result.Plans.Count; p++)
        {
            FirstSteps[] trials = [.. result.Plans[p].Trials.Select(FirstOf).OfType<FirstSteps>()];
            if (trials.Length == 0)
                continue;
            string colour = SvgChart.Series(p);
            double[] means = [.. Enumerable.Range(0, trials.Min(trial => trial.Count)).Select(step => trials.Average(trial => Math.Log10(trial.NormOf(step))))];
            if (trials.Length > 1)
                lines.AddRange(trials.Select(trial => new ChartLine(
                    [.. Enumerable.Range(0, trial.Count).Select(step => (step + 1.0, Finite(Math.Log10(trial.NormOf(step)))))], $"{colour} line thin")));
            lines.Add(new ChartLine([.. means.Select((mean, step) => (step + 1.0, Finite(mean)))], $"{colour} line"));
            marks.Add((p, 1, Finite(means[0]), $"{result.Plans[p].Plan}, step 1: {Norm(means[0])}"));
            texts.Add($"{result.Plans[p].Plan} {Norm(means[0])} in the first step, {Norm(means[^1])} in step {Figures.Whole(means.Length)}");
        }
        double[] values = [.. lines.SelectMany(line => line.Points).Select(point => point.Y).Where(double.IsFinite)];
        if (values.Length == 0)
            return null;
        double low = values.Min(), high = Math.Max(values.Max(), low + 0.3);
        return new LineChart
        {
            Label = $"Length of the backbone's gradient in the first steps: {string.Join("; ", texts)}",
            XTitle = "step",
            YTitle = "gradient norm",
            X = (1, Math.Max(2, lines.Max(line => line.Points.Count))),
            Y = (low - 0.05, high + 0.05),
            XLabel = x => x == Math.Round(x) ? Figures.Plain(x) : "",
            YLabel = Norm,
            Lines = lines,
            Marks = marks,
        }.Draw();
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;

    // Two digits are enough for an axis of powers
    private static string Norm(double log)
    {
        if (!double.IsFinite(log))
            return "0";
        double value = Math.Pow(10, log), unit = Math.Pow(10, Math.Floor(log) - 1);
        return Figures.Plain(Math.Round(value / unit) * unit);
    }
}
