using Thaw.Comparison;
using Thaw.Evaluation.Calibration;

namespace Thaw.Reports;

/// <summary>How far the kept models' probabilities can be trusted, as a table and a paragraph.</summary>
internal static class CalibrationTable
{
    /// <summary>The heading.</summary>
    public const string Title = "How far to trust the probabilities";

    /// <summary>A row a plan: calibration error before and after the temperature, Brier's score, temperature and threshold.</summary>
    public static ReportTable Of(ComparisonResult result)
    {
        bool two = result.Data.Classes.Count == 2;
        return new ReportTable(
            "Expected calibration error of the kept models on the test pictures, in points, with 95% intervals",
            ["plan", "error", "error by chance", "error after temperature", "Brier score before, after", "temperature", .. two ? (string[])["threshold"] : []],
            [.. result.Plans.Select(plan => Row(plan, two))]);
    }

    /// <summary>How to read it.</summary>
    public static string Explanation(ComparisonResult result)
    {
        string threshold = result.Data.Classes.Count != 2 ? ""
            : $" The threshold ({result.Setup.Threshold}) is compared with the probability as the network gives it"
                + (result.Setup.Threshold.Kind == ThresholdKind.Fixed ? "." : " and was chosen on the validation pictures.");
        return $"The error is how far, on average, the share right lies from the confidence, in {Reliability.Bins} bins of equal width. A model whose confidence is "
            + "exact would show the error by chance on so few pictures: an error that is not above it is no sign of bad probabilities. The temperature was found on "
            + "the validation pictures; the model zip keeps it, and Thaw's predictions give the confidence under it beside the probability." + threshold;
    }

    /// <summary>An error in percentage points.</summary>
    public static ReportCell Error(Reliability reliability) => new(Points(reliability.Error),
        reliability.ErrorInterval.IsKnown ? $"{Points(reliability.ErrorInterval.Low)} to {Points(reliability.ErrorInterval.High)}" : null);

    private static ReportCell[] Row(PlanResult plan, bool two)
    {
        if (plan.Calibration is not { } found)
            return [plan.Plan, .. Enumerable.Repeat((ReportCell)"-", two ? 6 : 5)];
        return
        [
            plan.Plan,
            Error(found.Raw),
            Points(found.Raw.ErrorByChance),
            Error(found.Calibrated),
            $"{Figures.Fixed(found.Raw.BrierScore, 3)}, {Figures.Fixed(found.Calibrated.BrierScore, 3)}",
            Figures.Fixed(found.Temperature, 2),
            .. two ? (ReportCell[])[Figures.Fixed(found.Threshold, 3)] : [],
        ];
    }

    private static string Points(double share) => Figures.Fixed(100 * share, 1);
}
