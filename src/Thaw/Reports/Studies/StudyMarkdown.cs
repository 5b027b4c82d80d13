using System.Text;
using Thaw.Comparison.Claims;
using Thaw.Comparison.Studies;

namespace Thaw.Reports.Studies;

/// <summary>A study as <c>claims.md</c>.</summary>
internal static class StudyMarkdown
{
    public static void Write(ClaimsStudy study, Stream stream)
    {
        using var page = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        page.WriteLine("# What drawn sets say of the five claims");
        page.WriteLine();
        page.WriteLine(MarkdownText.Escape(StudyTexts.Design(study)));
        foreach (Claim claim in study.Claims)
        {
            page.WriteLine();
            page.WriteLine($"## {claim.Number}. {char.ToUpperInvariant(claim.Name[0])}{claim.Name[1..]}: {StudyTexts.AnswerOf(claim.Answer)}");
            page.WriteLine();
            page.WriteLine($"> {MarkdownText.Escape(claim.Statement)}");
            page.WriteLine();
            page.WriteLine(MarkdownText.Escape(claim.Sentence));
            if (claim.Number == 2)
            {
                page.WriteLine();
                MarkdownReport.Table(page, StudyTables.Slopes(study));
            }
        }
        page.WriteLine();
        page.WriteLine("## Two-phase against full");
        page.WriteLine();
        page.WriteLine(MarkdownText.Escape(study.Finding));
        page.WriteLine();
        page.WriteLine("## What surprised");
        page.WriteLine();
        string[] surprises = [.. study.Surprises, .. study.TimeSurprises];
        foreach (string surprise in surprises)
            page.WriteLine($"- {MarkdownText.Escape(surprise)}");
        if (surprises.Length > 0)
            page.WriteLine();
        page.WriteLine(MarkdownText.Escape(StudyTexts.Surprises(study)));
        page.WriteLine();
        page.WriteLine("## All comparisons together");
        page.WriteLine();
        MarkdownReport.Table(page, StudyTables.Pooled(study));
        page.WriteLine();
        page.WriteLine(MarkdownText.Escape(StudyTexts.Pooling));
        page.WriteLine();
        page.WriteLine("## All comparisons");
        page.WriteLine();
        MarkdownReport.Table(page, StudyTables.Cells(study));
        page.WriteLine();
        page.WriteLine("Their reports: " + string.Join(", ", study.Cells.Select(cell =>
            $"[{MarkdownText.Escape(cell.Place.Name)}]({StudyReports.CellsFolder}/{cell.Place.Name}/report.md)")) + ".");
        page.WriteLine();
        page.WriteLine("## Run it again");
        page.WriteLine();
        page.WriteLine(MarkdownText.Code(study.CommandLine, "sh"));
        page.WriteLine();
        page.WriteLine(MarkdownText.Code(study.Recipe, "yaml"));
    }
}
