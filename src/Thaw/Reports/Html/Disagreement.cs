using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Reports.Html;

/// <summary>A test picture for which the kept models of two plans told different classes.</summary>
/// <param name="Picture">Its number.</param>
/// <param name="Score">How sure both sides were: the lower of the two probabilities of a pair of plans that told different classes, the highest of all such pairs.</param>
/// <param name="Told">For each plan the class and its probability; null where the plan's training diverged.</param>
internal sealed record Disagreement(int Picture, float Score, IReadOnlyList<(int Class, float Probability)?> Told)
{
    /// <summary>The pictures with a disagreement, the highest score first, of equal ones the lower number.</summary>
    public static IReadOnlyList<Disagreement> Of(ComparisonResult result) =>
    [
        .. Enumerable.Range(0, result.Test.Labels.Count).Select(picture => Of(result, picture)).Where(found => found.Score > 0).OrderByDescending(found => found.Score),
    ];

    private static Disagreement Of(ComparisonResult result, int picture)
    {
        int classes = result.Data.Classes.Count;
        var told = new (int Class, float Probability)?[result.Plans.Count];
        float score = 0;
        for (int plan = 0; plan < told.Length; plan++)
        {
            TrialResult trial = result.Plans[plan].ChosenTrial;
            if (trial.Diverged)
                continue;
            ReadOnlySpan<float> row = trial.TestProbabilities.Span.Slice(picture * classes, classes);
            int label = Decision.Of(row, trial.Threshold);
            told[plan] = (label, row[label]);
            for (int other = 0; other < plan; other++)
            {
                if (told[other] is { } before && before.Class != label)
                    score = Math.Max(score, Math.Min(before.Probability, row[label]));
            }
        }
        return new Disagreement(picture, score, told);
    }
}
