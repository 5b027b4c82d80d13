using Thaw.Comparison;
using Thaw.Evaluation;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>
/// What the kept models decide: trade-offs of two classes, accuracy of each of many, and what is taken for what.
/// </summary>
internal static class DecisionsSection
{
    private const int MostInMatrix = 12;
    private const int MostClasses = 30;
    private const int MostPairs = 15;

    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        page.BeginSection("decisions", "What the kept models decide");
        IReadOnlyList<string> classes = result.Data.Classes;
        ConfusionMatrix[] matrices =
            [.. result.Plans.Select(p => new ConfusionMatrix(result.Test.Labels, p.ChosenTrial.TestProbabilities.Span, classes.Count, p.ChosenTrial.Threshold))];
        page.Raw("<div class=\"charts\">");
        if (classes.Count == 2)
            WriteCurves(page, result);
        else
            WriteClasses(page, result, matrices);
        page.Raw("</div>").Raw("<h3>Confusion</h3>");
        if (classes.Count <= MostInMatrix)
        {
            page.Raw("<div class=\"charts small\">");
            for (int p = 0; p < matrices.Length; p++)
            {
                string name = result.Plans[p].Plan;
                string label = $"Confusion matrix of {name}: {Spoken(matrices[p], classes)}";
                page.Figure(
                    $"{name}, seed {Figures.Whole(result.Plans[p].ChosenTrial.Seed)}", MatrixChart.Draw(matrices[p], classes, p, label));
            }
            page.Raw("</div>").Element("p", "Rows are the true classes, columns what the model said; percentages and tints "
                + "are shares of the row.", "explain");
        }
        else
            WritePairs(page, result, matrices);
        page.EndSection();
    }

    private static void WriteCurves(HtmlWriter page, ComparisonResult result)
    {
        var roc = new List<ChartLine> { new([(0, 0), (1, 1)], "guess") };
        var precision = new List<ChartLine>();
        var rocLegend = new List<(string, string)>();
        var precisionLegend = new List<(string, string)>();
        int[] labels = [.. result.Test.Labels];
        for (int p = 0; p < result.Plans.Count; p++)
        {
            TrialResult kept = result.Plans[p].ChosenTrial;
            float[] scores = new float[labels.Length];
            for (int i = 0; i < scores.Length; i++)
                scores[i] = kept.TestProbabilities.Span[2 * i + 1];
            string css = $"{SvgChart.Series(p)} line d{p % 6}";
            double[] values = TrialMetrics.Of(labels, kept, 2);
            roc.Add(new ChartLine([.. Curves.Roc(labels, scores).Select(c => (c.X, c.Y))], css));
            precision.Add(new ChartLine([.. Curves.PrecisionRecall(labels, scores).Select(c => (c.X, c.Y))], css));
            rocLegend.Add((css, $"{Short(result.Plans[p].Plan)} {Figures.Value(Metric.AreaUnderRocCurve, values[1])}"));
            precisionLegend.Add((css, $"{Short(result.Plans[p].Plan)} {Figures.Value(Metric.AreaUnderPrecisionRecallCurve, values[2])}"));
        }
        string positive = result.Data.Classes[1];
        page.Figure("ROC curves", Chart("ROC curves", "false positive rate", "true positive rate", roc, rocLegend),
            $"Of the pictures that are not \"{positive}\", the share called so, against the share found of those that are. "
                + "Numbers are areas.");
        page.Figure("Precision and recall", Chart("Precision-recall curves", "recall", "precision", precision, precisionLegend),
            $"The share of \"{positive}\" that is found, against how many of those called so are. Numbers are average precision.");

        static string Chart(string what, string x, string y, List<ChartLine> lines, List<(string, string Text)> legend) => new LineChart
        {
            Label = $"{what} of the kept models, with areas: {string.Join("; ", legend.Select(l => l.Text))}",
            XTitle = x,
            YTitle = y,
            X = (0, 1),
            Y = (0, 1),
            XLabel = Figures.Percent0,
            YLabel = Figures.Percent0,
            Lines = lines,
            Legend = legend,
            Height = 360,
            XSteps = 5,
        }.Draw();

        static string Short(string name) => name.Length <= 16 ? name : name[..15] + "\u2026";
    }

    private static void WriteClasses(HtmlWriter page, ComparisonResult result, ConfusionMatrix[] matrices)
    {
        string[] plans = [.. result.Plans.Select(p => p.Plan)];
        (string Name, IReadOnlyList<double> Values)[] rows =
        [
            .. result.Data.Classes
                .Select((name, c) => (Name: name, Values: (IReadOnlyList<double>)[.. matrices.Select(m => m.AccuracyOf(c))]))
                .OrderBy(row => row.Values.Where(double.IsFinite).DefaultIfEmpty(1).Average())
                .Take(MostClasses),
        ];
        int all = result.Data.Classes.Count;
        string hidden = all > MostClasses ? $" The {MostClasses} hardest of {all} classes." : "";
        string label = "Accuracy of each class under each plan; the hardest class is " + rows[0].Name;
        string chart = DotChart.Draw(rows, plans, label, "share of the class told right");
        string legend = "<ul class=\"legend-row\">"
            + string.Concat(plans.Select((name, p) => $"<li>{HtmlWriter.Swatch(p)}{HtmlWriter.Escape(name)}</li>")) + "</ul>";
        page.Figure("Accuracy of each class", legend + chart, "The kept models, the hardest class first." + hidden);
    }

    private static void WritePairs(HtmlWriter page, ComparisonResult result, ConfusionMatrix[] matrices)
    {
        IReadOnlyList<string> classes = result.Data.Classes;
        var pairs = Enumerable.Range(0, classes.Count)
            .SelectMany(truth => Enumerable.Range(0, classes.Count).Where(told => told != truth).Select(told => (truth, told)))
            .Select(pair => (pair.truth, pair.told, Counts: matrices.Select(m => m[pair.truth, pair.told]).ToArray()))
            .Where(pair => pair.Counts.Any(count => count > 0))
            .OrderByDescending(pair => pair.Counts.Sum())
            .Take(MostPairs);
        page.Table(new ReportTable(
            "The classes that were taken for one another most often: pictures under each plan",
            ["is", "was told as", .. result.Plans.Select(p => p.Plan)],
            [.. pairs.Select(pair => (IReadOnlyList<ReportCell>)
                [classes[pair.truth], classes[pair.told], .. pair.Counts.Select(count => (ReportCell)Figures.Whole(count))])]));
    }

    private static string Spoken(ConfusionMatrix matrix, IReadOnlyList<string> classes) => string.Join(
        "; ", classes.Select((name, c) => $"{name} {Figures.Whole(matrix[c, c])} of {Figures.Whole(matrix.CountOf(c))} right"));
}
