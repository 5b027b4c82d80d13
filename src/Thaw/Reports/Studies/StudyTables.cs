using Thaw.Comparison.Studies;
using Thaw.Evaluation;

namespace Thaw.Reports.Studies;

/// <summary>The tables of a study.</summary>
internal static class StudyTables
{
    /// <summary>The gains that are told against the distance.</summary>
    public static IReadOnlyList<StudyMeasure> Curves { get; } = [StudyMeasure.Gain, StudyMeasure.FullGain, StudyMeasure.TwoPhaseGain];

    /// <summary>What all comparisons say together.</summary>
    public static ReportTable Pooled(ClaimsStudy study) => new("Means over comparisons, each drawn set at each distance counting once",
        ["number", "mean", "comparisons"],
        [
            .. StudyMeasure.All.Where(measure => study.Cells.Any(cell => cell[measure].IsKnown)).Select(measure => (IReadOnlyList<ReportCell>)
            [
                measure.Words,
                Cell(measure, StudyClaims.Pooled(study.Cells, measure)),
                Figures.Whole(study.Cells.Count(cell => cell[measure].IsKnown)),
            ]),
        ]);

    /// <summary>How what unfreezing gains changes.</summary>
    public static ReportTable Slopes(ClaimsStudy study)
    {
        StudyCurve[] curves = [.. Curves.Select(measure => StudyCurve.Of(study.Cells, measure)).Where(curve => curve.Near.IsKnown)];
        string[] sets = [.. study.Cells.Select(cell => cell.Place.Set).Distinct()];
        StudyCurve? any = curves.FirstOrDefault();
        return new ReportTable("What unfreezing gains over frozen, in points of accuracy: at both ends, its growth from distance 0 to 1, and its growth with twice the pictures",
            ["gain of", $"at {Figures.Plain(any?.NearAt ?? 0)}", $"at {Figures.Plain(any?.FarAt ?? 1)}", "growth", .. sets.Select(set => $"growth in {set}"), "twice the pictures", "says"],
            [
                .. curves.Select(curve => (IReadOnlyList<ReportCell>)
                [
                    Named(curve.Measure),
                    Cell(curve.Measure, curve.Near),
                    Cell(curve.Measure, curve.Far),
                    Cell(curve.Measure, curve.Slope),
                    .. sets.Select(set => Cell(curve.Measure, curve.Slopes.Where(slope => slope.Set == set).Select(slope => slope.Slope).DefaultIfEmpty(StudyEstimate.None).First())),
                    Cell(curve.Measure, curve.Doubling),
                    StudyTexts.AnswerOf(curve.Answer),
                ]),
            ]);
    }

    /// <summary>All comparisons.</summary>
    public static ReportTable Cells(ClaimsStudy study)
    {
        string[] plans = [.. study.Cells.SelectMany(cell => cell.Accuracies).Select(plan => plan.Plan).Distinct()];
        StudyMeasure[] measures = [.. new[] { StudyMeasure.FullGain, StudyMeasure.TwoPhaseGain, StudyMeasure.Clean, StudyMeasure.Shifted, StudyMeasure.Time, StudyMeasure.Gradients, StudyMeasure.FullLost }
            .Where(measure => study.Cells.Any(cell => cell[measure].IsKnown))];
        return new ReportTable("All comparisons: accuracy of each plan, differences in points, ratios, and what full lost of the backbone's features",
            ["comparison", .. plans, .. measures.Select(Short), "time"],
            [
                .. study.Cells.Select(cell => (IReadOnlyList<ReportCell>)
                [
                    cell.Place.Name,
                    .. plans.Select(plan => cell.Accuracies.Where(own => own.Plan == plan).Select(own => Share(own.Accuracy)).DefaultIfEmpty("-").First()),
                    .. measures.Select(measure => Cell(measure, cell[measure])),
                    Figures.Seconds(cell.Seconds),
                ]),
            ]);
    }

    /// <summary>Whose gain, in a word or two.</summary>
    public static string Named(StudyMeasure gain) => gain == StudyMeasure.FullGain ? "full" : gain == StudyMeasure.TwoPhaseGain ? "two-phase" : "the better on validation";

    /// <summary>A number with its interval.</summary>
    public static ReportCell Cell(StudyMeasure measure, StudyEstimate estimate) => new(measure.Write(estimate.Value),
        estimate.Interval.IsKnown ? $"{measure.Write(estimate.Interval.Low)} to {measure.Write(estimate.Interval.High)}" : null);

    private static ReportCell Share(StudyEstimate accuracy) => new(Figures.Percent(accuracy.Value), Figures.Range(Metric.Accuracy, accuracy.Interval));

    private static string Short(StudyMeasure measure) => measure.Key switch
    {
        "fullMinusFrozen" => "full - frozen",
        "twoPhaseMinusFrozen" => "two-phase - frozen",
        "twoPhaseMinusFull" => "two-phase - full",
        "twoPhaseMinusFullShifted" => "the same under shift",
        "timeRatio" => "epoch, full / frozen",
        "gradientRatio" => "first gradients, full / two-phase",
        _ => "lost by full",
    };
}
