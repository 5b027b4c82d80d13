using System.Globalization;
using Thaw.Evaluation;

namespace Thaw.Comparison.Claims;

/// <summary>The first claim: frozen layers save the backward pass, so an epoch is far cheaper. Its numbers are this machine's.</summary>
internal static class TimeClaim
{
    /// <summary>
    /// Answers by the seconds an epoch of full over those of frozen: the ratio of geometric means over trials of a trial's mean epoch. Its interval
    /// is Welch's (1947) on the logarithm's scale, over the trials of both plans, or over their epochs where a plan was trained once.
    /// </summary>
    public static Claim Of(IReadOnlyList<PlanResult> plans)
    {
        var claim = new Claim
        {
            Number = 1,
            Name = "time",
            Statement = "Frozen layers need no backward pass, so a step is far cheaper; unfreezing everything means fewer epochs for the same time.",
            Answer = ClaimAnswer.NotMeasured,
            Sentence = $"Not measured: it takes the plans \"{Judge.Frozen}\" and \"{Judge.Full}\", both timed.",
        };
        PlanResult? frozen = plans.FirstOrDefault(plan => plan.Plan == Judge.Frozen), full = plans.FirstOrDefault(plan => plan.Plan == Judge.Full);
        if (frozen is null || full is null)
            return claim;
        bool overTrials = frozen.Trials.Count > 1 && full.Trials.Count > 1;
        double[] below = Logarithms(frozen, overTrials), above = Logarithms(full, overTrials);
        if (below.Length == 0 || above.Length == 0)
            return claim;
        double difference = above.Average() - below.Average(), ratio = Math.Exp(difference);
        Interval interval = below.Length < 2 || above.Length < 2 ? Interval.Unknown : RatioOf(difference, below, above);
        string measure = $"seconds an epoch of {Judge.Full} over those of {Judge.Frozen}";
        if (!interval.IsKnown)
            return claim with { Value = ratio, Measure = measure, Sentence = $"An epoch of {Judge.Full} took {Times(ratio)} times as long as one of {Judge.Frozen}; one epoch each is too few for an interval." };
        string over = overTrials ? $"{below.Length} and {above.Length} trials" : $"{below.Length} and {above.Length} epochs";
        return claim with
        {
            Answer = Claim.AnswerOf(interval, 1),
            Value = ratio,
            Interval = interval,
            Measure = measure,
            Sentence = $"On this machine an epoch of {Judge.Full} took {Times(ratio)} times as long as one of {Judge.Frozen} (95% interval {Times(interval.Low)} to "
                + $"{Times(interval.High)}, over {over}){Split(frozen, full)}.",
        };
    }

    /// <summary>Forward and backward seconds an epoch of a plan, all its trials together; NaN where they were not measured.</summary>
    public static (double Forward, double Backward) StepSecondsOf(PlanResult plan)
    {
        int epochs = plan.Trials.Sum(trial => trial.History.Count);
        return (plan.Timing.SecondsForward / epochs, plan.Timing.SecondsBackward / epochs);
    }

    private static string Split(PlanResult frozen, PlanResult full)
    {
        (_, double frozenBackward) = StepSecondsOf(frozen);
        (_, double fullBackward) = StepSecondsOf(full);
        double counted = (full.Cost.ForwardFlopsPerPicture + full.Cost.BackwardFlopsPerPicture)
            / (frozen.Cost.ForwardFlopsPerPicture + frozen.Cost.BackwardFlopsPerPicture);
        string backward = double.IsFinite(frozenBackward) && double.IsFinite(fullBackward)
            ? $"; backward passes took {Seconds(fullBackward)} of an epoch of {Judge.Full} and {Seconds(frozenBackward)} of one of {Judge.Frozen}"
            : "";
        return backward + (double.IsFinite(counted) ? $"; counted operations of a training step are {Times(counted)} times as many" : "");
    }

    private static double[] Logarithms(PlanResult plan, bool overTrials)
    {
        IEnumerable<double> seconds = overTrials
            ? plan.Trials.Where(trial => trial.History.Count > 0).Select(trial => trial.History.Average(row => row.Seconds))
            : plan.Trials.SelectMany(trial => trial.History).Select(row => row.Seconds);
        return [.. seconds.Where(value => value > 0 && double.IsFinite(value)).Select(value => Math.Log(value))];
    }

    private static Interval RatioOf(double difference, double[] first, double[] second)
    {
        Uncertainty uncertainty = Uncertainty.Sum([Part(first), Part(second)]);
        Interval interval = Intervals.Symmetric(difference, uncertainty);
        return new Interval(Math.Exp(interval.Low), Math.Exp(interval.High));

        static (double Variance, double Degrees) Part(double[] values) => (Intervals.VarianceOf(values) / values.Length, values.Length - 1);
    }

    private static string Times(double ratio) => ratio.ToString(ratio < 10 ? "0.00" : ratio < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) =>
        seconds < 0.1 ? (1000 * seconds).ToString("0.0", CultureInfo.InvariantCulture) + " ms" : seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
