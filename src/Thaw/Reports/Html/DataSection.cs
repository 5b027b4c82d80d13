using Thaw.Comparison;

using Thaw.Images;

namespace Thaw.Reports.Html;

/// <summary>The pictures, their split, and what was left out.</summary>
internal static class DataSection
{
    private const int MostListed = 50;
    private const int MostGroups = 200;

    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        DataSummary data = result.Data;
        page.BeginSection("data", "The data").Table(ReportTables.Data(result));
        if (data.GroupPattern is not null)
        {
            page.Raw($"<p>Pictures whose names agree in <code>{HtmlWriter.Escape(data.GroupPattern)}</code> are a group, and "
                + "a group lies in one part.</p>");
            page.Raw("<dl class=\"pairs\">");
            foreach (DataPart part in data.Parts.Where(p => p.Groups.Count > 0))
                page.Element("dt", $"{part.Name}, {part.Groups.Count} groups").Element("dd", Listed(part.Groups, MostGroups));
            page.Raw("</dl>");
        }
        if (data.Skipped.Count > 0)
        {
            page.Element("h3", $"Skipped files: {Figures.Whole(data.Skipped.Count)}").Raw("<ul class=\"files\">");
            foreach (SkippedFile file in data.Skipped.Take(MostListed))
                page.Element("li", $"{file.Name}: {file.Reason}");
            page.Raw("</ul>");
            More(page, data.Skipped.Count, " in skipped.csv");
        }
        if (data.Duplicates.Count > 0)
        {
            page.Element("h3", $"The same picture in two parts: {Figures.Whole(data.Duplicates.Count)}").Raw("<ul class=\"files\">");
            foreach (DuplicatePicture pair in data.Duplicates.Take(MostListed))
                page.Element("li", $"{pair.First} ({pair.FirstPart}) and {pair.Second} ({pair.SecondPart})");
            page.Raw("</ul>");
            More(page, data.Duplicates.Count, " in report.json");
        }
        page.EndSection();
    }

    private static void More(HtmlWriter page, int count, string where)
    {
        if (count > MostListed)
            page.Element("p", $"and {Figures.Whole(count - MostListed)} more{where}", "explain");
    }

    private static string Listed(IReadOnlyList<string> groups, int most) =>
        string.Join(", ", groups.Take(most)) + (groups.Count > most ? $" and {Figures.Whole(groups.Count - most)} more" : "");
}
