using System.Text;
using Thaw.Comparison.Claims;
using Thaw.Comparison.Studies;
using Thaw.Reports.Html;

namespace Thaw.Reports.Studies;

/// <summary>A study as <c>claims.html</c>: one page that needs nothing else; its links lead to the comparisons' reports beside it.</summary>
internal static class StudyPage
{
    public static void Write(ClaimsStudy study, Stream stream)
    {
        var page = new HtmlWriter();
        page.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Raw("<title>Five claims about not freezing</title>").Raw($"<style>{HtmlStyle.Css}</style></head><body><main>").Raw("<h1>Five claims about not freezing, measured on drawn sets</h1>");
        Hero(page, study);
        page.BeginSection("claims", "The claims");
        foreach (Claim claim in study.Claims)
            WriteClaim(page, study, claim);
        page.EndSection();
        page.BeginSection("two-phase", "Two-phase against full").Element("p", study.Finding, "finding").Raw("<div class=\"charts\">");
        Forest(page, study, StudyMeasure.Clean, "On the test pictures", ("full ahead", "two-phase ahead"));
        Forest(page, study, StudyMeasure.Shifted, "Under shift", ("full ahead", "two-phase ahead"));
        page.Raw("</div>").EndSection();
        page.BeginSection("surprises", "What surprised");
        string[] surprises = [.. study.Surprises, .. study.TimeSurprises];
        if (surprises.Length > 0)
        {
            page.Raw("<ul>");
            foreach (string surprise in surprises)
                page.Element("li", surprise);
            page.Raw("</ul>");
        }
        page.Element("p", StudyTexts.Surprises(study), "explain").EndSection();
        page.BeginSection("pooled", "All comparisons together").Table(StudyTables.Pooled(study)).Element("p", StudyTexts.Pooling, "explain").EndSection();
        page.BeginSection("cells", "All comparisons").Table(StudyTables.Cells(study), null, name => $"{StudyReports.CellsFolder}/{name}/report.html")
            .Element("p", "Each name leads to the comparison's own report.", "explain").EndSection();
        page.BeginSection("again", "Run it again").Element("pre", study.CommandLine).Element("pre", study.Recipe).EndSection();
        page.Raw($"<footer>Written by Thaw {HtmlWriter.Escape(study.ThawVersion)}. The numbers are in claims.json beside this page.</footer>").Raw("</main></body></html>");
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void Hero(HtmlWriter page, ClaimsStudy study)
    {
        page.Raw("<div class=\"hero\">").Element("p", study.Finding, "verdict").Element("p", StudyTexts.Design(study)).Raw("<dl class=\"facts\">");
        foreach (Claim claim in study.Claims)
            page.Raw("<div>").Element("dt", $"{Figures.Whole(claim.Number)}. {claim.Name}").Element("dd", StudyTexts.AnswerOf(claim.Answer)).Raw("</div>");
        page.Raw("</dl></div>");
    }

    private static void WriteClaim(HtmlWriter page, ClaimsStudy study, Claim claim)
    {
        page.Raw($"<article class=\"claim\" id=\"claim-{claim.Name.Replace(' ', '-')}\">")
            .Raw($"<h3>{HtmlWriter.Escape($"{Figures.Whole(claim.Number)}. {char.ToUpperInvariant(claim.Name[0])}{claim.Name[1..]}")} "
                + $"<span class=\"answer {claim.Answer.ToString().ToLowerInvariant()}\">{HtmlWriter.Escape(StudyTexts.AnswerOf(claim.Answer))}</span></h3>");
        page.Element("p", claim.Statement, "explain").Element("p", claim.Sentence, "finding");
        if (claim.Number == 2)
            Curves(page, study);
        page.Raw("<div class=\"charts\">");
        switch (claim.Number)
        {
            case 1:
                Forest(page, study, StudyMeasure.Time, "Time of an epoch", ("full quicker", "full slower"));
                break;
            case 3:
                if (StudyCharts.Sweep(study.Cells) is { } sweep)
                    page.Figure("Accuracy by where unfreezing starts", sweep, "Gain over frozen, pooled, with 95% intervals; the head was trained first. Flat: the early layers need no tuning.");
                Forest(page, study, StudyMeasure.LastBlock, "The last block alone against everything", ("last block worse", "better"));
                Forest(page, study, StudyMeasure.Moved, "How far block 5 moved over block 1", ("block 1 farther", "block 5 farther"));
                break;
            case 4:
                Forest(page, study, StudyMeasure.Gradients, "First gradients, random over trained head", ("shorter", "longer"));
                Forest(page, study, StudyMeasure.FirstEpoch, "CKA lost more under the random head", ("less", "more"));
                break;
            case 5:
                Forest(page, study, StudyMeasure.FullLost, "Lost by full", ("gained", "lost"));
                Forest(page, study, StudyMeasure.TwoPhaseLost, "Lost by two-phase", ("gained", "lost"));
                break;
            default:
                break;
        }
        page.Raw("</div></article>");
    }

    private static void Curves(HtmlWriter page, ClaimsStudy study)
    {
        int[] sizes = StudyCharts.Sizes(study.Cells);
        page.Raw("<ul class=\"legend-row\">");
        for (int s = 0; s < sizes.Length; s++)
            page.Raw($"<li>{HtmlWriter.Swatch(s)}{HtmlWriter.Escape($"{Figures.Whole(sizes[s])} training pictures of each class")}</li>");
        page.Raw("</ul><div class=\"charts\">");
        foreach (StudyMeasure measure in new[] { StudyMeasure.FullGain, StudyMeasure.TwoPhaseGain })
        {
            foreach (string set in study.Cells.Select(cell => cell.Place.Set).Distinct())
            {
                if (StudyCharts.Curve(study.Cells, set, measure) is { } chart)
                    page.Figure($"{StudyTables.Named(measure)} minus frozen, {set}", chart, "Above the line freezing costs accuracy, below it freezing gains; 95% intervals.");
            }
        }
        page.Raw("</div>").Table(StudyTables.Slopes(study)).Element("p", StudyTexts.Curves, "explain");
    }

    private static void Forest(HtmlWriter page, ClaimsStudy study, StudyMeasure measure, string title, (string Left, string Right) sides)
    {
        if (StudyCharts.Forest(study.Cells, measure, sides) is { } chart)
            page.Figure(title, chart, "Large marks: means over distances with 95% intervals. Small rings: the comparisons.");
    }
}
