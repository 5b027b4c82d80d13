using Thaw.Comparison;
using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Reports.Html;

/// <summary>For the test pictures that plans disagree on most surely: where each plan's kept model looked.</summary>
internal static class LooksSection
{
    private const int MostPictures = 6;
    private const int MostImages = 36; // in the page, so that many plans do not make it large
    private const int Side = 112;

    /// <summary>Whether there is anything to set side by side.</summary>
    public static bool Has(ComparisonResult result, Func<int, Picture, Explanation?>? explain) => explain is not null && result.Plans.Count > 1;

    public static void Write(HtmlWriter page, ComparisonResult result, Func<int, Picture> testPicture, Func<int, Picture, Explanation?>? explain)
    {
        if (!Has(result, explain))
            return;
        page.BeginSection("looks", "Where the plans looked");
        IReadOnlyList<Disagreement> all = Disagreement.Of(result);
        Disagreement[] shown = [.. all.Take(Math.Clamp(MostImages / (result.Plans.Count + 1), 1, MostPictures))];
        if (shown.Length == 0)
        {
            page.Element("p", "The kept models of all plans told the same class for every test picture, so there is no disagreement to show.").EndSection();
            return;
        }
        (Picture? Picture, Explanation?[] Looks)[] rows = [.. shown.Select(row => (Read(testPicture, row.Picture), new Explanation?[result.Plans.Count]))];
        for (int plan = 0; plan < result.Plans.Count; plan++)
        {
            for (int i = 0; i < shown.Length; i++)
            {
                if (rows[i].Picture is { } picture && shown[i].Told[plan] is not null)
                    rows[i].Looks[plan] = explain!(plan, picture);
            }
        }
        string? layer = rows.SelectMany(row => row.Looks).OfType<Explanation>().FirstOrDefault()?.Layer;
        string number = all.Count > shown.Length ? $" {Figures.Whole(shown.Length)} of {Figures.Whole(all.Count)} pictures are shown." : "";
        page.Element("p", "Test pictures for which the kept models of two plans told different classes and both were sure, ordered by the lower of the two "
            + "probabilities." + number + " Over the picture in grey lies what spoke for the class that the model told"
            + (layer is null ? "" : $" (Grad-CAM at {layer})") + ": violet a little, red more, yellow the most, each picture by its own strongest place. A heat map hints at a "
            + "region; it is no outline, and no proof of why a model answers so.", "explain");
        for (int i = 0; i < shown.Length; i++)
            WriteRow(page, result, shown[i], rows[i].Picture, rows[i].Looks);
        page.EndSection();
    }

    private static void WriteRow(HtmlWriter page, ComparisonResult result, Disagreement row, Picture? picture, Explanation?[] looks)
    {
        string name = result.Test.Names[row.Picture], truth = result.Data.Classes[result.Test.Labels[row.Picture]];
        page.Element("h3", name).Raw("<div class=\"gallery\">");
        page.Raw($"<figure>{InlinePicture.Of(() => picture ?? throw new IOException(), Side, $"{name}, which is {truth}")}")
            .Raw($"<figcaption><strong>is {HtmlWriter.Escape(truth)}</strong></figcaption></figure>");
        for (int plan = 0; plan < looks.Length; plan++)
        {
            if (row.Told[plan] is not { } told)
                continue;
            string answer = $"{result.Plans[plan].Plan}: {result.Data.Classes[told.Class]} {Figures.Percent0(told.Probability)}";
            page.Raw($"<figure>{Overlay(result.Plans[plan].Plan, picture, looks[plan])}")
                .Raw($"<figcaption>{HtmlWriter.Swatch(plan)}{HtmlWriter.Escape(answer)}</figcaption></figure>");
        }
        page.Raw("</div>");
    }

    private static string Overlay(string plan, Picture? picture, Explanation? look)
    {
        if (picture is null || look is null)
            return "<div class=\"gone\">heat map not there</div>";
        string seen = look.IsEmpty ? "no part of the picture speaks for it" : $"strongest {(look.Strongest == "middle" ? "in" : "at")} the {look.Strongest}";
        return InlinePicture.Of(() => look.ToOverlay(InlinePicture.Smaller(picture, Side)), Side, $"heat map of {plan} for '{look.Class}': {seen}");
    }

    private static Picture? Read(Func<int, Picture> testPicture, int number)
    {
        try
        {
            return testPicture(number);
        }
        catch (Exception exception) when (exception is IOException or ImageFormatException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
