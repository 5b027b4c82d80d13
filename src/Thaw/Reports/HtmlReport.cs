using System.Text;
using Thaw.Comparison;
using Thaw.Images;
using Thaw.Reports.Html;
using Thaw.Serving;

namespace Thaw.Reports;

/// <summary>
/// <c>report.html</c>: a comparison as one page that needs nothing else. Style, charts and pictures are in the file, there is
/// no script, and it is made for light and dark screens, phones and paper.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes a comparison as an HTML page in UTF-8.</summary>
    /// <param name="result">A comparison.</param>
    /// <param name="testPicture">
    /// Gives a test picture by its number in <see cref="TestSet"/>; it is asked for the few that are shown, which are made
    /// smaller here. Where it throws <see cref="IOException"/> or <see cref="ImageFormatException"/> the page says that the
    /// picture is not there.
    /// </param>
    /// <param name="stream">Written to and left open.</param>
    /// <param name="explain">
    /// Gives for a plan's number and a test picture where that plan's kept model looked, or null where the model is not there; it is asked for a few pictures that plans
    /// disagree on, all of one plan before the next. Null (the default) leaves the section out.
    /// </param>
    public static void Write(ComparisonResult result, Func<int, Picture> testPicture, Stream stream, Func<int, Picture, Explanation?>? explain = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(testPicture);
        ArgumentNullException.ThrowIfNull(stream);
        var page = new HtmlWriter();
        string title = HtmlWriter.Escape($"What freezing did: {result.Data.Source}");
        page.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Raw($"<title>{title}</title>").Raw($"<style>{HtmlStyle.Css}</style></head><body><main>")
            .Raw($"<h1>{title}</h1>");
        HeroSection.Write(page, result, looks: LooksSection.Has(result, explain));
        ClaimsSection.Write(page, result);
        AdviceSection.Write(page, result);
        PlansSection.Write(page, result);
        ShiftSection.Write(page, result);
        CostSection.Write(page, result);
        LearningSection.Write(page, result);
        DecisionsSection.Write(page, result);
        CalibrationSection.Write(page, result);
        MistakesSection.Write(page, result, testPicture);
        LooksSection.Write(page, result, testPicture, explain);
        DataSection.Write(page, result);
        NumbersSection.Write(page, result);
        AgainSection.Write(page, result);
        page.Raw($"<footer>Written by Thaw {HtmlWriter.Escape(result.Environment.ThawVersion)}. The numbers are in report.json, "
            + "history.csv and predictions.csv beside this page.</footer>").Raw("</main></body></html>");
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }
}
