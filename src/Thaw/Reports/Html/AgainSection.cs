using Thaw.Comparison;

namespace Thaw.Reports.Html;

/// <summary>Everything that is needed to run the comparison again.</summary>
internal static class AgainSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        page.BeginSection("again", "Run it again");
        page.Element("pre", result.Environment.CommandLine);
        page.Raw("<dl class=\"pairs\">");
        foreach ((string name, string value) in ReportTexts.Provenance(result))
            page.Element("dt", name).Element("dd", value);
        foreach (PlanResult plan in result.Plans.Where(p => p.ModelFile is not null))
            page.Element("dt", $"Model of {plan.Plan}").Element("dd", plan.ModelFile!);
        page.Raw("</dl>").Raw("<h3>The whole recipe</h3>").Element("pre", result.Setup.Recipe).EndSection();
    }
}
