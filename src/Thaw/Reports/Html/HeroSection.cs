using Thaw.Comparison;

namespace Thaw.Reports.Html;

/// <summary>The verdict, what it rests on, and what to mind.</summary>
internal static class HeroSection
{
    private static readonly (string Id, string Title)[] Sections =
    [
        ("claims", "Claims"), ("plans", "Plans"), ("shift", "Under shift"), ("cost", "Cost"), ("learning", "Learning"), ("decisions", "Decisions"),
        ("calibration", "Probabilities"), ("mistakes", "Mistakes"), ("looks", "Where they looked"),
        ("data", "Data"), ("numbers", "All numbers"), ("again", "Run it again"),
    ];

    public static void Write(HtmlWriter page, ComparisonResult result, bool looks)
    {
        page.Raw("<div class=\"hero\">").Element("p", result.Verdict.Sentence, "verdict").Element("p", result.Verdict.Selection);
        page.Raw("<dl class=\"facts\">");
        Fact(page, "plans", Figures.Whole(result.Plans.Count));
        Fact(page, result.Setup.Seeds.Count == 1 ? "seed" : "seeds", Figures.Whole(result.Setup.Seeds.Count));
        Fact(page, "classes", Figures.Whole(result.Data.Classes.Count));
        Fact(page, "training pictures", Figures.Whole(result.Data.Parts.Count == 0 ? 0 : result.Data.Parts[0].Counts.Sum()));
        Fact(page, "test pictures", Figures.Whole(result.Test.Labels.Count));
        Fact(page, "backbone", $"{result.Setup.Backbone}, {Figures.Whole(result.Setup.ImageSize)} px");
        Fact(page, "device", $"{result.Environment.Device}, {Figures.Whole(result.Environment.Threads)} threads");
        Fact(page, "in all", Figures.Seconds(result.Environment.Seconds));
        page.Raw("</dl>");
        IReadOnlyList<string> notes = ReportNotes.Of(result);
        if (notes.Count > 0)
        {
            page.Raw("<ul class=\"notes\">");
            foreach (string note in notes)
                page.Element("li", note);
            page.Raw("</ul>");
        }
        page.Raw("</div><nav aria-label=\"Sections\"><ul>");
        foreach ((string id, string title) in Sections.Where(section => (section.Id != "shift" || result.Shift is not null) && (section.Id != "looks" || looks)))
            page.Raw($"<li><a href=\"#{id}\">{title}</a></li>");
        page.Raw("</ul></nav>");
    }

    private static void Fact(HtmlWriter page, string name, string value) =>
        page.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");
}
