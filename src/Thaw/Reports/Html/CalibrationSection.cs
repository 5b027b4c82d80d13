using Thaw.Comparison;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>How far the kept models' probabilities can be trusted: a reliability diagram a plan, and the errors as a table.</summary>
internal static class CalibrationSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        page.BeginSection("calibration", CalibrationTable.Title).Raw("<div class=\"charts small\">");
        for (int p = 0; p < result.Plans.Count; p++)
        {
            if (result.Plans[p].Calibration is not { } found)
                continue;
            string name = result.Plans[p].Plan, before = CalibrationTable.Error(found.Raw).Text, after = CalibrationTable.Error(found.Calibrated).Text;
            string label = $"Reliability diagram of {name}: expected calibration error {before} points, after temperature {after}";
            page.Figure($"{name}, seed {Figures.Whole(result.Plans[p].ChosenTrial.Seed)}", ReliabilityChart.Draw(found.Raw, found.Calibrated, p, label));
        }
        page.Raw("</div>").Element("p", "Each mark is the answers of about one confidence: on the dotted line as many are right as the confidence says, below it the model is "
            + "too sure of itself. Filled marks and the bars (how many answers) are after the temperature, thin rings before it.", "explain");
        page.Table(CalibrationTable.Of(result), [.. result.Plans.Select(plan => plan.Plan)]);
        page.Element("p", CalibrationTable.Explanation(result), "explain").EndSection();
    }
}
