using Thaw.Comparison;
using Thaw.Comparison.Advice;

namespace Thaw.Reports.Html;

/// <summary>What was advised before training, and what came true.</summary>
internal static class AdviceSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        if (result.Advice is not { } advice || AdviceOutcome.Of(result) is not { } outcome)
            return;
        page.BeginSection("advice", "Advice, and what came true");
        page.Element("p", AdviceTexts.Sentence(advice)).Element("p", AdviceTexts.Outcome(advice, outcome), "finding");
        page.Table(AdviceTexts.Table(result, outcome), [.. result.Plans.Select(plan => plan.Plan)]);
        page.Raw("<ul>");
        foreach (string reason in advice.Reasons)
            page.Element("li", reason);
        page.Raw("</ul>");
        page.EndSection();
    }
}
