using System.Text.Json.Nodes;
using Thaw.Comparison.Advice;

namespace Thaw.Benchmarks.Advice;

/// <summary>What was advised for a set, and what came true.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Family">Where its pictures come from.</param>
/// <param name="Runs">One comparison a split.</param>
internal sealed record AdviceOutcome(string Set, string Family, IReadOnlyList<AdviceOutcome.Run> Runs)
{
    private const double Point = 0.01 + 1e-9;

    /// <summary>The plans.</summary>
    public IReadOnlyList<string> Plans => [.. Runs[0].Accuracies.Keys];

    /// <summary>A plan's accuracy, the mean over splits and seeds.</summary>
    public double Accuracy(string plan) => Runs.Average(run => run.Accuracies[plan]);

    /// <summary>The plan with the highest accuracy.</summary>
    public string Best => Plans.MaxBy(Accuracy)!;

    /// <summary>The mean accuracy of the plans that were advised, each on its own split.</summary>
    public double Advised => Runs.Average(run => run.Accuracies[run.Plan]);

    /// <summary>What the advised plan lacks to the best.</summary>
    public double Regret => Accuracy(Best) - Advised;

    /// <summary>Whether the advised plan is within a point of the best.</summary>
    public bool IsHit => Regret <= Point;

    /// <summary>What the rule reads, the mean over splits, in its order.</summary>
    public double[] Features => [.. PlanRule.FeatureNames.Select(name => Runs.Average(run => run.Advice["features"]![name]!.GetValue<double>()))];

    /// <summary>The error of the room that the head's probe left, the mean over splits.</summary>
    public double RoomError => Runs.Average(run => run.Advice["measurements"]!["headProbe"]!["standardError"]!.GetValue<double>() / (1 - run.Advice["measurements"]!["majority"]!.GetValue<double>()));

    /// <summary>Measured over estimated seconds, all plans and splits together.</summary>
    public double TimeRatio => Runs.Sum(run => run.MeasuredSeconds) / Runs.Sum(run => run.EstimatedSeconds);

    /// <summary>Whether the measured time is within 30% of the estimate.</summary>
    public bool IsTimely => Math.Abs(TimeRatio - 1) <= 0.3;

    /// <summary>One comparison.</summary>
    /// <param name="Plan">The plan that was advised.</param>
    /// <param name="Accuracies">Each plan's mean accuracy over seeds.</param>
    /// <param name="EstimatedSeconds">What was estimated.</param>
    /// <param name="MeasuredSeconds">What it took.</param>
    /// <param name="Advice">All that the advice rested on.</param>
    internal sealed record Run(string Plan, IReadOnlyDictionary<string, double> Accuracies, double EstimatedSeconds, double MeasuredSeconds, JsonNode Advice)
    {
        /// <summary>The same with another advice.</summary>
        /// <param name="json">What <c>thaw advise --json</c> printed.</param>
        public Run WithAdvice(string json)
        {
            JsonNode advice = JsonNode.Parse(json)!["advice"]!;
            return this with { Plan = advice["plan"]!.GetValue<string>(), Advice = advice.DeepClone() };
        }

        /// <summary>Reads it from a run's <c>report.json</c>.</summary>
        public static Run Read(string file)
        {
            JsonNode report = JsonNode.Parse(File.ReadAllText(file))!;
            var accuracies = report["plans"]!.AsArray().ToDictionary(
                plan => plan!["name"]!.GetValue<string>(),
                plan => (plan!["metrics"]!["accuracy"] ?? plan["metrics"]!["microAccuracy"])!["value"]!.GetValue<double>());
            JsonNode timing = report["timing"]!;
            return new Run(report["advice"]!["plan"]!.GetValue<string>(), accuracies, timing["estimatedSeconds"]!.GetValue<double>(),
                timing["measuredSeconds"]!.GetValue<double>(), report["advice"]!.DeepClone());
        }
    }
}
