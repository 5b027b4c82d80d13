using Thaw.Comparison;

namespace Thaw.Reports.Html;

/// <summary>The long tables: every metric and every trial.</summary>
internal static class NumbersSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        page.BeginSection("numbers", "All the numbers").Raw("<h3>Every metric</h3>").Table(ReportTables.AllMetrics(result));
        page.Element("p", ReportTexts.Metrics(result), "explain").Raw("<h3>Every trial</h3>");
        page.Table(ReportTables.Trials(result), [.. result.Plans.Select(p => p.Plan)]).EndSection();
    }
}
