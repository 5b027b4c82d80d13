using System.Text.Json;
using Thaw.Comparison.Studies;
using Thaw.Evaluation;
using Thaw.Reports.Runs;

namespace Thaw.Reports.Studies;

/// <summary>Reads what one comparison of a study gave from its reports. Nothing in them is trusted.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="run">Its summary.</param>
/// <param name="report">Its <c>report.json</c>.</param>
internal sealed class StudyCellReader(StudyPlace place, RunSummary run, JsonPart report)
{
    private const string Frozen = "frozen", Full = "full", TwoPhase = "two-phase", LastBlock = "last-block", Highest = "from-block5", Lowest = "from-block1";
    private const int MostPlans = 1_000, MostTrials = 100_000;

    private readonly Dictionary<string, StudyTrial[]> _trials = report["plans"].Items(MostPlans).ToDictionary(plan => plan["name"].Text(),
        plan => plan["trials"].Items(MostTrials).Select(StudyTrial.Read).ToArray());

    /// <summary>Reads a comparison.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="ReportFormatException">A report is missing or damaged; the message names the file and what was expected.</exception>
    public static StudyCell Read(StudyPlace place, string folder)
    {
        RunSummary run = RunsReader.Read(folder, place.Name);
        string file = Path.Combine(folder, "report.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file)); // valid: the summary was read from it
        return new StudyCellReader(place, run, new JsonPart(file, "", json.RootElement)).Read();
    }

    private StudyCell Read()
    {
        var values = new Dictionary<StudyMeasure, StudyEstimate>();
        void Add(StudyMeasure measure, StudyEstimate estimate)
        {
            if (estimate.IsKnown)
                values.Add(measure, estimate);
        }
        Dictionary<string, StudyEstimate> gains = run.Differences.Where(difference => difference.Baseline == Frozen)
            .ToDictionary(difference => difference.Plan, difference => new StudyEstimate(difference.Accuracy.Value, difference.Accuracy.Interval));
        string chosen = new[] { Full, TwoPhase }.Where(_trials.ContainsKey).MinBy(plan => _trials[plan].Average(trial => trial.ValidationLoss)) ?? "";
        JsonPart timing = report["timing"];
        if (timing.Find("claim") is { } time)
            Add(StudyMeasure.Time, StudyEstimate.OfRatio(time.NumberOf("value"), IntervalOf(time)));
        Add(StudyMeasure.Backward, new StudyEstimate(BackwardShare(timing), Interval.Unknown));
        Add(StudyMeasure.FullGain, gains.GetValueOrDefault(Full, StudyEstimate.None));
        Add(StudyMeasure.TwoPhaseGain, gains.GetValueOrDefault(TwoPhase, StudyEstimate.None));
        Add(StudyMeasure.Gain, gains.GetValueOrDefault(chosen, StudyEstimate.None));
        Add(StudyMeasure.LastBlock, Difference(LastBlock, Full));
        Add(StudyMeasure.Sweep, Difference(Highest, _trials.ContainsKey(Lowest) ? Lowest : TwoPhase));
        Add(StudyMeasure.Moved, StudyEstimate.OfSeeds(Of(Full).Select(trial => Math.Log(trial.Moved))));
        if (run.Claims.FirstOrDefault(claim => claim.Number == 4) is { } head)
            Add(StudyMeasure.Gradients, StudyEstimate.OfRatio(head.Value, head.Interval));
        Add(StudyMeasure.FirstEpoch, Paired(TwoPhase, Full, trial => trial.AfterEpoch));
        Add(StudyMeasure.FullLost, StudyEstimate.OfSeeds(Of(Full).Select(trial => trial.Lost)));
        Add(StudyMeasure.TwoPhaseLost, StudyEstimate.OfSeeds(Of(TwoPhase).Select(trial => trial.Lost)));
        Add(StudyMeasure.Spared, Paired(Full, TwoPhase, trial => trial.Lost));
        JsonPart? shift = report.Find("shift")?["differences"].Items(MostPlans).Where(item => item["plan"].Text() == TwoPhase && item["baseline"].Text() == Full)
            .Select(item => (JsonPart?)item).FirstOrDefault();
        Add(StudyMeasure.Clean, shift is { } pair ? EstimateOf(pair["clean"]) : Difference(TwoPhase, Full));
        Add(StudyMeasure.Shifted, shift is { } shifted ? EstimateOf(shifted["shifted"]) : StudyEstimate.None);
        return new StudyCell(place, values)
        {
            Accuracies = [.. run.Plans.Select(plan => (plan.Name, new StudyEstimate(plan.Accuracy.Value, plan.Accuracy.Interval)))],
            Gains = gains,
            Chosen = chosen,
            IsProbed = Of(Full).Any(trial => trial.IsProbed),
            Diverged = run.Plans.Sum(plan => plan.Diverged),
            Seconds = run.Seconds,
        };
    }

    private StudyTrial[] Of(string plan) => _trials.GetValueOrDefault(plan, []);

    private StudyEstimate Paired(string plan, string other, Func<StudyTrial, double> value) => StudyEstimate.OfSeeds(
        Of(plan).Join(Of(other), trial => trial.Seed, trial => trial.Seed, (first, second) => value(first) - value(second)));

    // From the answers to each test picture, as the comparison's own differences
    private StudyEstimate Difference(string plan, string other)
    {
        if (run.Predictions is not { } predictions || !_trials.ContainsKey(plan) || !_trials.ContainsKey(other))
            return StudyEstimate.None;
        string[] classes = [.. run.Classes];
        var means = new PictureMeans([.. predictions.Labels.Select(label => Array.IndexOf(classes, label))], null, Evaluator.DefaultResamples);
        (double value, Interval interval) = means.Difference(Right(plan), Right(other));
        return new StudyEstimate(value, interval);

        double[][] Right(string name) => [.. predictions.Trials.Where(trial => trial.Key.Plan == name).OrderBy(trial => trial.Key.Seed)
            .Select(trial => trial.Value.Select(right => right ? 1.0 : 0).ToArray())];
    }

    private static double BackwardShare(JsonPart timing)
    {
        foreach (JsonPart plan in timing["plans"].Items(MostPlans))
        {
            if (plan["name"].Text() == Full)
                return plan.NumberOf("secondsBackward") / (plan.NumberOf("secondsForward") + plan.NumberOf("secondsBackward"));
        }
        return double.NaN;
    }

    private static StudyEstimate EstimateOf(JsonPart estimate) => new(estimate.NumberOf("value"), IntervalOf(estimate));

    private static Interval IntervalOf(JsonPart estimate) => new(estimate.NumberOf("low"), estimate.NumberOf("high"));
}
