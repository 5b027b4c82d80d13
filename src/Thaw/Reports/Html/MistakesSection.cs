using Thaw.Comparison;
using Thaw.Evaluation;
using Thaw.Images;

namespace Thaw.Reports.Html;

/// <summary>The test pictures on which a kept model was wrong and most sure of it.</summary>
internal static class MistakesSection
{
    private const int Most = 12;
    private const int Side = 160;

    public static void Write(HtmlWriter page, ComparisonResult result, Func<int, Picture> testPicture)
    {
        page.BeginSection("mistakes", "The most confident mistakes");
        var mistakes = Enumerable.Range(0, result.Test.Labels.Count)
            .Select(picture => (Picture: picture, Wrong: WrongOn(result, picture)))
            .Where(mistake => mistake.Wrong.Count > 0)
            .OrderByDescending(mistake => mistake.Wrong.Max(w => w.Probability))
            .ToArray();
        if (mistakes.Length == 0)
        {
            page.Element("p", "None: the kept models of all plans told every test picture right.").EndSection();
            return;
        }
        string shown = mistakes.Length > Most ? $" {Figures.Whole(Most)} of {Figures.Whole(mistakes.Length)} pictures are shown." : "";
        page.Element("p", "Pictures that the kept model of at least one plan told wrong, the surest first, with what each "
            + "wrong model said. A wrong label in the data shows here before anywhere else." + shown, "explain");
        page.Raw("<div class=\"gallery\">");
        foreach ((int picture, List<(int Plan, int Told, float Probability)> wrong) in mistakes.Take(Most))
        {
            string truth = result.Data.Classes[result.Test.Labels[picture]];
            page.Raw($"<figure>{InlinePicture.Of(() => testPicture(picture), Side, $"{result.Test.Names[picture]}, which is {truth}")}")
                .Raw($"<figcaption><strong>is {HtmlWriter.Escape(truth)}</strong><ul>");
            foreach ((int plan, int told, float probability) in wrong)
            {
                string said = $"{result.Plans[plan].Plan}: {result.Data.Classes[told]} {Figures.Percent0(probability)}";
                page.Raw($"<li>{HtmlWriter.Swatch(plan)}{HtmlWriter.Escape(said)}</li>");
            }
            page.Raw("</ul>").Element("p", result.Test.Names[picture], "file").Raw("</figcaption></figure>");
        }
        page.Raw("</div>").EndSection();
    }

    private static List<(int Plan, int Told, float Probability)> WrongOn(ComparisonResult result, int picture)
    {
        int classes = result.Data.Classes.Count;
        var wrong = new List<(int, int, float)>();
        for (int plan = 0; plan < result.Plans.Count; plan++)
        {
            ReadOnlySpan<float> row = result.Plans[plan].ChosenTrial.TestProbabilities.Span.Slice(picture * classes, classes);
            int told = Decision.Of(row, result.Plans[plan].ChosenTrial.Threshold);
            if (told != result.Test.Labels[picture])
                wrong.Add((plan, told, float.IsNaN(row[told]) ? 0 : row[told]));
        }
        return wrong;
    }
}
