using Thaw.Comparison;
using Thaw.Reports.Charts;

using Thaw.Training;

namespace Thaw.Reports.Html;

/// <summary>Learning curves: a pair of charts a plan, all on the same scales.</summary>
internal static class LearningSection
{
    public static void Write(HtmlWriter page, ComparisonResult result)
    {
        EpochRow[] rows = [.. result.Plans.SelectMany(p => p.Trials).SelectMany(t => t.History)];
        if (rows.Length == 0)
            return;
        page.BeginSection("learning", "How they learned");
        page.Element("p", "Solid and coloured: validation. Dashed and grey: training, with dropout and augmentation. Thin "
            + "lines are the seeds, thick ones their mean as far as all seeds went; marks show the epochs whose weights were "
            + "kept. Shading parts the phases of the kept model. All charts have the same scales; losses are in nats.", "explain");

        // Losses far above guessing would flatten all that matters: they lie on the upper edge
        double guess = Math.Log(Math.Max(2, result.Data.Classes.Count));
        double highest = rows.SelectMany(r => (double[])[r.TrainLoss, r.ValidationLoss]).Where(double.IsFinite).Append(0).Max();
        double[] shares = [.. rows.SelectMany(r => (double[])[r.TrainAccuracy, r.ValidationAccuracy]).Where(double.IsFinite)];
        (double, double) loss = (0, Math.Min(highest * 1.05, 2.5 * guess));
        (double, double) accuracy = (shares.Length == 0 ? 0 : Math.Min(0.9, Math.Floor(shares.Min() * 10) / 10), 1);
        int epochs = Math.Max(2, rows.Max(r => r.Epoch));
        page.Raw("<div class=\"charts\">");
        for (int p = 0; p < result.Plans.Count; p++)
        {
            PlanResult plan = result.Plans[p];
            if (plan.Trials.All(t => t.History.Count == 0))
                continue;
            Figure(page, plan, p, epochs, "loss", loss, r => r.TrainLoss, r => r.ValidationLoss, Figures.Plain);
            Figure(page, plan, p, epochs, "accuracy", accuracy, r => r.TrainAccuracy, r => r.ValidationAccuracy, Figures.Percent0);
        }
        page.Raw("</div>");
        RatesPicture.Write(page, result);
        page.EndSection();
    }

    private static void Figure(
        HtmlWriter page,
        PlanResult plan,
        int series,
        int epochs,
        string what,
        (double Low, double High) range,
        Func<EpochRow, double> train,
        Func<EpochRow, double> validation,
        Func<double, string> label)
    {
        string colour = SvgChart.Series(series);
        var lines = new List<ChartLine>();
        var marks = new List<(int, double, double, string)>();
        bool several = plan.Trials.Count > 1;
        foreach (TrialResult trial in plan.Trials)
        {
            if (several)
            {
                lines.Add(new ChartLine([.. trial.History.Select(r => ((double)r.Epoch, train(r)))], "train thin"));
                lines.Add(new ChartLine([.. trial.History.Select(r => ((double)r.Epoch, validation(r)))], $"{colour} line thin"));
            }
            EpochRow? best = trial.History.FirstOrDefault(r => r.Epoch == trial.BestEpoch);
            if (best is not null)
                marks.Add((series, best.Epoch, validation(best), $"seed {Figures.Whole(trial.Seed)}, epoch "
                    + $"{Figures.Whole(best.Epoch)}: {label(validation(best))}"));
        }
        lines.Add(new ChartLine(Mean(plan, train), "train"));
        lines.Add(new ChartLine(Mean(plan, validation), $"{colour} line"));
        page.Figure($"{plan.Plan}: {what}", new LineChart
        {
            Label = $"{what} of {plan.Plan} by epoch; kept: {string.Join(", ", marks.Select(m => m.Item4))}",
            XTitle = "epoch",
            YTitle = what,
            X = (1, epochs),
            Y = range,
            XLabel = value => value == Math.Round(value) ? Figures.Plain(value) : "",
            YLabel = label,
            Bands = Phases(plan.ChosenTrial),
            Lines = lines,
            Marks = marks,
            XSteps = Math.Min(8, epochs - 1),
        }.Draw());
    }

    private static (double X, double Y)[] Mean(PlanResult plan, Func<EpochRow, double> value)
    {
        int common = plan.Trials.Min(t => t.History.Count);
        return
        [
            .. Enumerable.Range(0, common)
                .Select(e => ((double)plan.Trials[0].History[e].Epoch, plan.Trials.Average(t => value(t.History[e])))),
        ];
    }

    private static List<ChartBand> Phases(TrialResult trial)
    {
        var bands = new List<ChartBand>();
        foreach (EpochRow row in trial.History)
        {
            if (bands.Count > 0 && bands[^1].Name == row.Phase)
                bands[^1] = bands[^1] with { To = row.Epoch };
            else
                bands.Add(new ChartBand(bands.Count == 0 ? row.Epoch : bands[^1].To, row.Epoch, row.Phase));
        }
        return bands;
    }
}
