using Thaw.Comparison;
using Thaw.Comparison.Claims;

namespace Thaw.Reports.Html;

/// <summary>The five claims, each with its answer, its sentence and its picture.</summary>
internal static class ClaimsSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        if (result.Claims.Count == 0)
            return;
        page.BeginSection("claims", "What people say about not freezing, and what this run found");
        foreach (Claim claim in result.Claims)
        {
            page.Raw($"<article class=\"claim\" id=\"claim-{claim.Name}\">")
                .Raw($"<h3>{HtmlWriter.Escape($"{claim.Number}. {char.ToUpperInvariant(claim.Name[0])}{claim.Name[1..]}")} "
                    + $"<span class=\"answer {claim.Answer.ToString().ToLowerInvariant()}\">{HtmlWriter.Escape(ReportTexts.AnswerOf(claim.Answer))}</span></h3>");
            page.Element("p", claim.Statement, "explain").Element("p", claim.Sentence, "finding");
            ClaimPictures.Write(page, result, claim);
            page.Raw("</article>");
        }
        page.EndSection();
    }
}
