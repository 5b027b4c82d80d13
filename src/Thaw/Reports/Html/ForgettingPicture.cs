using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Reports.Charts;

namespace Thaw.Reports.Html;

/// <summary>What each plan lost of the source task, with its interval and its seeds.</summary>
internal static class ForgettingPicture
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        var rows = new List<ForestRow>();
        bool probed = false;
        for (int p = 0; p < result.Plans.Count; p++)
        {
            if (RetentionLoss.Of(result.Plans[p]) is not { } loss || !double.IsFinite(loss.Value))
                continue;
            probed = loss.IsProbed;
            string range = loss.Interval.IsKnown ? $" ({Number(loss.Interval.Low, probed)} to {Number(loss.Interval.High, probed)})" : "";
            rows.Add(new ForestRow(loss.Plan, p, loss.Value, loss.Interval, Number(loss.Value, probed) + range, loss.Seeds.Count > 1 ? loss.Seeds : []));
        }
        if (rows.Count == 0)
            return;
        string what = probed ? "points of the source task's accuracy lost" : "1 - CKA of block5_pool, before and after";
        page.Raw("<div class=\"charts\">").Figure("What training took from the backbone", new ForestChart
        {
            Label = $"{what}: {string.Join("; ", rows.Select(row => $"{row.Name} {row.Text}"))}",
            Title = what,
            Rows = rows,
            ValueLabel = value => Figures.Plain(Math.Round(probed ? 100 * value : value, 6)),
            HasZero = true,
            Sides = probed ? ("gained", "lost") : ("", "moved"),
        }.Draw(), probed
            ? "A linear probe is trained on the features of block5_pool for the source's classes and tested on held-out source pictures, with the "
                + "backbone's features and with those after training. Bars are 95% intervals over pictures and seeds, small dots the seeds."
            : "The features are those of drawn pictures, not of the source's own. Bars are 95% intervals over seeds (Student's t), small dots the seeds.");
        page.Raw("</div>");
    }

    private static string Number(double value, bool probed) => probed ? Figures.Fixed(100 * value, 1) : Figures.Fixed(value, 3);
}
