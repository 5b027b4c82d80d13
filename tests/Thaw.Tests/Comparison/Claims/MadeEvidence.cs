using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Tests.Reports;
using Thaw.Training;

namespace Thaw.Tests.Comparison.Claims;

/// <summary>Comparisons of plans whose evidence and answers are made up.</summary>
internal static class MadeEvidence
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 400).Select(i => i % 2)];

    /// <summary>Seeds 1, 2, ... of a plan, a seed a piece of evidence, that tell so many of 400 test pictures wrong: the first ones, which are
    /// the same for all plans.</summary>
    public static PlanRun Plan(string name, int wrong, params TrialEvidence?[] seeds)
    {
        PlanRun sample = SampleComparison.Of("frozen").Plans[0];
        var rows = new float[2 * Labels.Length];
        for (int i = 0; i < Labels.Length; i++)
        {
            int told = i < wrong ? 1 - Labels[i] : Labels[i];
            (rows[2 * i + told], rows[2 * i + 1 - told]) = (0.9f, 0.1f);
        }
        return sample with
        {
            Plan = name,
            Trials = [.. seeds.Select((evidence, i) => sample.Trials[0] with { Seed = (ulong)i + 1, TestProbabilities = rows, Evidence = evidence })],
        };
    }

    public static ComparisonResult Compare(params PlanRun[] plans)
    {
        ComparisonResult sample = SampleComparison.Of("frozen");
        return ComparisonResult.Of(sample.Data, sample.Setup, sample.Environment,
            new TestSet { Names = [.. Labels.Select((_, i) => $"{i}.png")], Labels = Labels }, plans, resamples: 200);
    }

    /// <summary>Blocks 1 and 5 moved so far.</summary>
    public static TrialEvidence Moved(double first, double last) => new()
    {
        ValidationProbabilities = default,
        Drift = Profile(first, last, 0.75),
    };

    /// <summary>Every step's gradient of the backbone was so long, and block 5's features stayed so much alike.</summary>
    public static TrialEvidence Shocked(double norm, double similarity, int steps = 20) => new()
    {
        ValidationProbabilities = default,
        Drift = Profile(0.1, 0.2, similarity),
        FirstSteps = new HeadShock(
            [new FirstSteps("tuning", ["block1", "block5"], Enumerable.Range(0, 2 * steps).Select(i => (float)(norm * (i % 2 == 0 ? 0.6 : 0.8))).ToArray())],
            Profile(0.01, 0.02, similarity)),
    };

    private static DriftProfile Profile(double first, double last, double similarity) => new(
        [new("block1_conv1", first), new("block5_conv3", last)],
        [new("block1", first, 0.99), new("block2", first, 0.98), new("block3", first, 0.97), new("block4", last, 0.96), new("block5", last, similarity)]);
}
