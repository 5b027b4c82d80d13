using System.Globalization;
using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Reports.Csv;

/// <summary><c>predictions.csv</c>: a row for each plan, seed and test picture.</summary>
internal static class PredictionsCsv
{
    /// <summary>
    /// Writes the columns picture, label (the true class), plan, seed, kept (1 for the seed whose model is kept), predicted,
    /// correct (1 or 0) and a probability for each class, <c>p(class)</c>.
    /// </summary>
    /// <param name="result">A comparison.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void Write(ComparisonResult result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(stream);
        IReadOnlyList<string> classes = result.Data.Classes;
        using var csv = new CsvWriter(stream);
        foreach (string column in (string[])["picture", "label", "plan", "seed", "kept", "predicted", "correct"])
            csv.Field(column);
        foreach (string name in classes)
            csv.Text($"p({name})");
        csv.EndRow();
        foreach (PlanResult plan in result.Plans)
        {
            TrialResult kept = plan.ChosenTrial;
            foreach (TrialResult trial in plan.Trials)
            {
                for (int i = 0; i < result.Test.Labels.Count; i++)
                {
                    ReadOnlySpan<float> row = trial.TestProbabilities.Span.Slice(i * classes.Count, classes.Count);
                    int label = result.Test.Labels[i], told = Decision.Of(row, trial.Threshold);
                    csv.Text(result.Test.Names[i]).Text(classes[label]).Text(plan.Plan).Field(Figures.Whole(trial.Seed))
                        .Field(trial == kept ? "1" : "0").Text(classes[told]).Field(told == label ? "1" : "0");
                    foreach (float p in row)
                        csv.Field(float.IsNaN(p) ? "" : p.ToString(CultureInfo.InvariantCulture));
                    csv.EndRow();
                }
            }
        }
    }
}
