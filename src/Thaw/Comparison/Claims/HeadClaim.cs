using System.Globalization;
using Thaw.Comparison.Evidence;
using Thaw.Training;

namespace Thaw.Comparison.Claims;

/// <summary>
/// The fourth claim: a head that is still random has large first gradients, and these wreck the pretrained weights. It has two halves: the
/// backbone's first gradients are longer under a random head than under a trained one, and its features have gone further after the first
/// epoch. Both must hold.
/// </summary>
internal static class HeadClaim
{
    private const string TwoPhase = "two-phase";

    /// <summary>Answers by full (a random head) against two-phase (a trained one), seed by seed.</summary>
    /// <param name="plans">The plans.</param>
    public static Claim Of(IReadOnlyList<PlanResult> plans)
    {
        var claim = new Claim
        {
            Number = 4,
            Name = "the untrained head",
            Statement = "Do not unfreeze everything while the head is random: its large first gradients wreck the pretrained weights.",
            Answer = ClaimAnswer.NotMeasured,
            Sentence = $"Not measured: it takes the plans \"{Judge.Full}\" and \"{TwoPhase}\", watched in their first steps.",
        };
        (HeadShock Random, HeadShock Trained)[] pairs = [.. Pairs(plans)];
        if (pairs.Length == 0)
            return claim;
        int steps = pairs.Max(Steps);
        SeedEstimate ratio = SeedEstimate.OfRatio(pairs.Select(LogRatio));
        SeedEstimate lost = SeedEstimate.OfMean(pairs.Select(pair => SimilarityOf(pair.Trained) - SimilarityOf(pair.Random)));
        double random = pairs.Average(pair => SimilarityOf(pair.Random)), trained = pairs.Average(pair => SimilarityOf(pair.Trained));
        if (ratio.Seeds == 0)
            return claim;
        string count = steps.ToString(CultureInfo.InvariantCulture);
        string features = lost.Seeds == 0 ? "; its features could not be compared."
            : $"; after the first epoch, block 5's features had a CKA of {Cka(random)} with the pretrained ones under {Judge.Full} and of {Cka(trained)} under {TwoPhase} "
                + $"(difference: {Cka(lost.Value)}, {lost.Range(Cka)}).";
        return claim with
        {
            Answer = Claim.Both(Claim.AnswerOf(ratio.Interval, 1), Claim.AnswerOf(lost.Interval, 0)),
            Value = ratio.Value,
            Interval = ratio.Interval,
            Measure = $"norm of the backbone's gradient over the first {count} steps, {Judge.Full} over {TwoPhase}",
            Sentence = $"In the first {count} steps the backbone's gradient was {SeedEstimate.Ratio(ratio.Value)} times as long under the random head of {Judge.Full} "
                + $"as under the trained one of {TwoPhase} ({ratio.Range(SeedEstimate.Ratio)})" + features,
        };
    }

    /// <summary>What the first gradients of the two plans did, for each seed that has both.</summary>
    private static IEnumerable<(HeadShock Random, HeadShock Trained)> Pairs(IReadOnlyList<PlanResult> plans)
    {
        PlanResult? full = plans.FirstOrDefault(plan => plan.Plan == Judge.Full), twoPhase = plans.FirstOrDefault(plan => plan.Plan == TwoPhase);
        foreach (TrialResult trial in full?.Trials ?? [])
        {
            HeadShock? random = trial.Evidence?.FirstSteps, trained = twoPhase?.Trials.FirstOrDefault(other => other.Seed == trial.Seed)?.Evidence?.FirstSteps;
            if (random is { Phases.Count: > 0, AfterEpoch: not null } && trained is { Phases.Count: > 0, AfterEpoch: not null }
                && random.Phases[0].Blocks.SequenceEqual(trained.Phases[0].Blocks))
            {
                yield return (random, trained);
            }
        }
    }

    private static int Steps((HeadShock Random, HeadShock Trained) pair) => Math.Min(pair.Random.Phases[0].Count, pair.Trained.Phases[0].Count);

    private static double LogRatio((HeadShock Random, HeadShock Trained) pair)
    {
        FirstSteps random = pair.Random.Phases[0], trained = pair.Trained.Phases[0];
        return Enumerable.Range(0, Steps(pair)).Select(step => Math.Log(random.NormOf(step) / trained.NormOf(step))).DefaultIfEmpty(double.NaN).Average();
    }

    private static double SimilarityOf(HeadShock shock) => shock.AfterEpoch!.Block("block5")?.Similarity ?? double.NaN;

    private static string Cka(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
