using System.Globalization;
using Thaw.Cli.Terminal;
using Thaw.Comparison;

namespace Thaw.Cli.Runs;

/// <summary>Says before a training how long it will take: a line a plan, and one for all.</summary>
internal static class EstimateLines
{
    /// <summary>Says it.</summary>
    public static void Say(TimeEstimate estimate, ISteps steps)
    {
        foreach (string line in Of(estimate))
            steps.Say(line);
    }

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(TimeEstimate estimate)
    {
        foreach (PlanTimeEstimate plan in estimate.Plans)
        {
            string seeds = Count(plan.Trials, "seed");
            yield return plan.TrialsLeft == 0 ? $"{plan.Plan}: nothing left to do for {seeds}."
                : $"{plan.Plan}: {About(plan.Seconds, plan.AtMost)} for {(plan.Resumed ? "what is left of " : "")}{seeds}.";
        }
        yield return $"In all: {(estimate.Plans.All(plan => plan.TrialsLeft == 0) ? "nothing left to do" : About(estimate.Seconds, estimate.AtMost))}.";
    }

    /// <summary>A time that was estimated, in words.</summary>
    public static string About(double seconds, bool atMost) => (atMost ? "at most about " : "about ") + Numbers.Duration(seconds);

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
