using Thaw.Evaluation;
using Thaw.Images.Corruptions;

namespace Thaw.Comparison.Evidence;

/// <summary>Turns what trials told of corrupted pictures into what it says of the plans.</summary>
internal sealed class ShiftJudge
{
    private const string TwoPhase = "two-phase";
    private readonly IReadOnlyList<PlanResult> _plans;
    private readonly int[] _labels;
    private readonly int[] _pictures;
    private readonly int _classes;

    private ShiftJudge(IReadOnlyList<PlanResult> plans, int[] labels, int[] pictures, int classes)
    {
        _plans = plans;
        _labels = labels;
        _pictures = pictures;
        _classes = classes;
    }

    /// <summary>Judges; null where a trial was not tested under shift.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="test">The test pictures.</param>
    /// <param name="plans">The plans. A trial that diverged counts as if it always told the first class, as on the test pictures.</param>
    /// <param name="baseline">The plan that others are compared with; null where there is none.</param>
    /// <param name="resamples">Bootstrap resamples.</param>
    /// <exception cref="ArgumentException">Trials were tested on different pictures, or what they told does not fit.</exception>
    public static ShiftResult? Weigh(DataSummary data, TestSet test, IReadOnlyList<PlanResult> plans, string? baseline, int resamples)
    {
        TrialResult[] trials = [.. plans.SelectMany(plan => plan.Trials)];
        ShiftEvidence[] evidence = [.. trials.Select(trial => trial.Evidence?.Shift).OfType<ShiftEvidence>()];
        if (evidence.Length == 0 || trials.Any(trial => trial.Evidence?.Shift is null && !trial.Diverged))
            return null;
        int[] pictures = [.. evidence[0].Pictures];
        if (pictures.Length == 0 || pictures.Any(picture => picture < 0 || picture >= test.Labels.Count))
            throw new ArgumentException($"Expected numbers of the {test.Labels.Count} test pictures under shift, got others.", nameof(plans));
        int told = ShiftSample.Versions * pictures.Length;
        foreach (ShiftEvidence other in evidence)
        {
            if (!other.Pictures.SequenceEqual(pictures) || other.Told.Count != told)
                throw new ArgumentException($"Expected {told} answers for the same {pictures.Length} pictures under shift of every trial, "
                    + $"got {other.Told.Count} for {other.Pictures.Count}.", nameof(plans));
        }
        return new ShiftJudge(plans, [.. test.Labels], pictures, data.Classes.Count).Weigh(test.Groups, baseline, resamples);
    }

    private ShiftResult Weigh(IReadOnlyList<string>? groups, string? baseline, int resamples)
    {
        Metric accuracy = Metrics.AccuracyOf(_classes);
        var clean = new PictureMeans(_labels, groups, resamples);
        var shifted = new PictureMeans([.. _pictures.Select(i => _labels[i])], groups is null ? null : [.. _pictures.Select(i => groups[i])], resamples);
        double[][][] cleanValues = [.. _plans.Select(plan => plan.Trials.Select(Clean).ToArray())];
        double[][][] shiftedValues = [.. _plans.Select(plan => plan.Trials.Select(trial => Shares(trial, 0, ShiftSample.Versions)).ToArray())];
        return new ShiftResult
        {
            Pictures = _pictures,
            TestPictures = _labels.Length,
            Plans =
            [
                .. _plans.Select((plan, p) => new ShiftPlan
                {
                    Plan = plan.Plan,
                    Clean = Estimate(accuracy, clean.Share(cleanValues[p])),
                    Shifted = Estimate(accuracy, shifted.Share(shiftedValues[p])),
                    Curves = [.. Corruption.All.Select((corruption, c) => new ShiftCurve(corruption.Name, Curve(plan, c)))],
                }),
            ],
            Differences =
            [
                .. Pairs(baseline).Select(pair => new ShiftDifference(
                    _plans[pair.Plan].Plan,
                    _plans[pair.Other].Plan,
                    Estimate(accuracy, clean.Difference(cleanValues[pair.Plan], cleanValues[pair.Other])),
                    Estimate(accuracy, shifted.Difference(shiftedValues[pair.Plan], shiftedValues[pair.Other])))),
            ],
        };
    }

    private static MetricEstimate Estimate(Metric metric, (double Value, Interval Interval) found) => new(metric, found.Value, found.Interval);

    private IEnumerable<(int Plan, int Other)> Pairs(string? baseline)
    {
        int other = IndexOf(baseline), twoPhase = IndexOf(TwoPhase), full = IndexOf(Judge.Full);
        var pairs = new List<(int, int)>();
        if (other >= 0)
            pairs.AddRange(Enumerable.Range(0, _plans.Count).Where(plan => plan != other).Select(plan => (plan, other)));
        if (twoPhase >= 0 && full >= 0)
            pairs.Add((twoPhase, full));
        return pairs.Distinct();
    }

    private int IndexOf(string? name) => _plans.ToList().FindIndex(plan => plan.Plan == name);

    private double[] Clean(TrialResult trial) =>
        [.. _labels.Select((label, i) => Decision.Of(trial.TestProbabilities.Span.Slice(i * _classes, _classes), trial.Threshold) == label ? 1.0 : 0.0)];

    private double[] Curve(PlanResult plan, int corruption) =>
    [
        .. Enumerable.Range(0, Corruption.Severities).Select(severity =>
            plan.Trials.Average(trial => Shares(trial, corruption * Corruption.Severities + severity, 1).Average())),
    ];

    // Of each picture, the share of some of its versions that was told right
    private double[] Shares(TrialResult trial, int firstVersion, int versions)
    {
        IReadOnlyList<int>? told = trial.Evidence?.Shift?.Told;
        double[] shares = new double[_pictures.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            int right = 0;
            for (int version = firstVersion; version < firstVersion + versions; version++)
                right += (told is null ? 0 : told[version * shares.Length + i]) == _labels[_pictures[i]] ? 1 : 0;
            shares[i] = right / (double)versions;
        }
        return shares;
    }
}
