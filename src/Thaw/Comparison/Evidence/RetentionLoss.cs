using Thaw.Evaluation;

namespace Thaw.Comparison.Evidence;

/// <summary>
/// What a plan lost of the source task, as a mean over its seeds: accuracy of the linear probe before minus after, on the same held-out source pictures, with
/// a 95% interval over pictures and seeds; or, without source pictures, 1 - CKA, with a 95% interval by Student's t over seeds.
/// </summary>
/// <param name="Plan">The plan.</param>
/// <param name="IsProbed">Whether it is accuracy.</param>
/// <param name="Pictures">How many pictures it comes from.</param>
/// <param name="Before">The probe's accuracy on the backbone's features; NaN where it is not accuracy.</param>
/// <param name="Value">The loss.</param>
/// <param name="Interval">Its interval; unknown for one seed without source pictures.</param>
/// <param name="Seeds">The loss of each seed that did not diverge.</param>
internal sealed record RetentionLoss(string Plan, bool IsProbed, int Pictures, double Before, double Value, Interval Interval, IReadOnlyList<double> Seeds)
{
    /// <summary>The loss of a plan; null where no trial of it was measured.</summary>
    public static RetentionLoss? Of(PlanRun plan, int resamples = Evaluator.DefaultResamples)
    {
        Retention[] kept = [.. plan.Trials.Select(trial => trial.Evidence?.Retention).OfType<Retention>()];
        if (kept.Length == 0)
            return null;
        double[][] losses = [.. kept.Select(LossesOf)];
        return new RetentionLoss(plan.Plan, kept[0].IsProbed, kept[0].IsProbed ? kept[0].SourceBefore.Length : kept[0].Pictures, kept[0].AccuracyBefore,
            losses.Average(loss => loss.Average()), IntervalOf(losses, kept[0].IsProbed, resamples), [.. losses.Select(loss => loss.Average())]);
    }

    /// <summary>The first plan's loss minus the second's, paired over pictures and those seeds that both have; null where there are none.</summary>
    public static (double Value, Interval Interval)? Difference(PlanRun first, PlanRun second, int resamples = Evaluator.DefaultResamples)
    {
        var losses = new List<double[]>();
        bool probed = false;
        foreach (TrialResult trial in first.Trials)
        {
            if (trial.Evidence?.Retention is not { } one || second.Trials.FirstOrDefault(other => other.Seed == trial.Seed)?.Evidence?.Retention is not { } other)
                continue;
            probed = one.IsProbed;
            losses.Add([.. LossesOf(one).Zip(LossesOf(other), (a, b) => a - b)]);
        }
        return losses.Count == 0 ? null : (losses.Average(loss => loss.Average()), IntervalOf([.. losses], probed, resamples));
    }

    // One number a held-out picture, or a single one
    private static double[] LossesOf(Retention kept)
    {
        if (!kept.IsProbed)
            return [1 - kept.Similarity];
        double[] losses = new double[kept.SourceBefore.Length];
        for (int i = 0; i < losses.Length; i++)
            losses[i] = kept.SourceBefore.Span[i] - kept.SourceAfter.Span[i];
        return losses;
    }

    // Source classes have few pictures each, so that pictures are drawn from all of them together
    private static Interval IntervalOf(double[][] losses, bool probed, int resamples) =>
        losses.All(seed => seed.All(loss => loss == 0)) ? new Interval(0, 0) : probed
        ? new PictureMeans(new int[losses[0].Length], null, resamples).Difference(losses, []).Interval
        : StudentT.OfMean([.. losses.Select(loss => loss[0])]);
}
