using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Kernels;

namespace Thaw.Tests.Comparison.Evidence;

/// <summary>Comparisons with a test under shift made up: answers as on the test picture, but the worse the severity the more at random.</summary>
internal static class ShiftSamples
{
    /// <summary>The comparison judged again with answers under shift for some of its test pictures.</summary>
    /// <param name="result">A comparison without.</param>
    /// <param name="pictures">Which test pictures; null for all.</param>
    /// <param name="told">The label told by a plan's seed for a version of a picture; null for made-up answers.</param>
    public static ComparisonResult With(ComparisonResult result, int[]? pictures = null, Func<PlanResult, TrialResult, int, int, int>? told = null)
    {
        pictures ??= [.. Enumerable.Range(0, result.Test.Labels.Count)];
        int classes = result.Data.Classes.Count;
        told ??= (plan, trial, version, picture) =>
        {
            var random = new Pcg32(trial.Seed * 31 + (ulong)plan.Plan.Length, (ulong)(version * 1000 + picture));
            return random.NextDouble() < 0.08 * (version % 5 + 1) ? random.NextInt(classes)
                : Decision.Of(trial.TestProbabilities.Span.Slice(picture * classes, classes));
        };
        return ComparisonResult.Of(result.Data, result.Setup, result.Environment, result.Test,
            [.. result.Plans.Select(plan => (PlanRun)plan with { Trials = [.. plan.Trials.Select(trial => trial.Diverged ? trial : trial with { Evidence = Of(plan, trial) })] })],
            result.Resamples);

        TrialEvidence Of(PlanResult plan, TrialResult trial) => new()
        {
            ValidationProbabilities = new float[classes],
            Shift = new ShiftEvidence
            {
                Pictures = pictures,
                Told = [.. Enumerable.Range(0, ShiftSample.Versions).SelectMany(version => pictures.Select(picture => told(plan, trial, version, picture)))],
            },
        };
    }
}
