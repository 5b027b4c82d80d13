using Thaw.Comparison;
using Thaw.Reports.Charts;
using Thaw.Training.Rates;

namespace Thaw.Reports.Html;

/// <summary>How learning rates were found: validation loss by rate.</summary>
internal static class RatesPicture
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        if (result.Setup.RateSearches.Count == 0)
            return;
        double guess = Math.Log(Math.Max(2, result.Data.Classes.Count));
        page.Raw("<h3>How the learning rates were found</h3>").Element("p", "Validation loss after trying each rate for a few epochs (dashed and grey), and after "
            + "trying the best three for longer (solid); the mark is the rate that was taken. Rates whose loss is no number are left out.", "explain");
        page.Raw("<div class=\"charts\">");
        foreach (RateSearch search in result.Setup.RateSearches)
            page.Figure($"{NameOf(search.Kind)}: {Figures.Plain(search.Rate)}", Draw(search, 2.5 * guess));
        page.Raw("</div>");
    }

    private static string Draw(RateSearch search, double most)
    {
        (int Epochs, (double, double)[] Points)[] rounds =
        [
            .. search.Tried.GroupBy(tried => tried.Epochs).OrderBy(round => round.Key)
                .Select(round => (round.Key, round.Select(tried => (Math.Log10(tried.Rate), tried.ValidationLoss)).ToArray())),
        ];
        double highest = search.Tried.Select(tried => tried.ValidationLoss).Where(double.IsFinite).Append(0).Max();
        TriedRate taken = search.Tried.Last(tried => tried.Rate == search.Rate);
        return new LineChart
        {
            Label = $"validation loss by learning rate, training from {search.TrainFrom}: "
                + string.Join("; ", search.Tried.Select(tried => $"{Figures.Plain(tried.Rate)} {Figures.Plain(Math.Round(tried.ValidationLoss, 3))} after {Figures.Whole(tried.Epochs)} epochs")),
            XTitle = "learning rate",
            YTitle = "validation loss",
            X = (Math.Log10(search.Tried.Min(tried => tried.Rate)), Math.Log10(search.Tried.Max(tried => tried.Rate))),
            Y = (0, Math.Min(highest * 1.05, most)),
            XLabel = value => value == Math.Round(value) ? Figures.Plain(Math.Pow(10, value)) : "",
            YLabel = Figures.Plain,
            Lines = [.. rounds.Select((round, i) => new ChartLine(round.Points, i == 0 ? "train" : "s0 line"))],
            Marks = [(0, Math.Log10(taken.Rate), taken.ValidationLoss, $"{Figures.Plain(taken.Rate)}: {Figures.Plain(Math.Round(taken.ValidationLoss, 3))}")],
            Legend = [.. rounds.Select((round, i) => (i == 0 ? "train" : "s0 line", $"{Figures.Whole(round.Epochs)} epoch{(round.Epochs == 1 ? "" : "s")}"))],
            XSteps = 5,
        }.Draw();
    }

    private static string NameOf(RateKind kind) => kind switch
    {
        RateKind.Head => "head",
        RateKind.Block => "last block from the start",
        RateKind.Tuning => "backbone from the start",
        _ => "backbone under a trained head",
    };
}
