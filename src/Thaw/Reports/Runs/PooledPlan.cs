using Thaw.Evaluation.Pooling;

namespace Thaw.Reports.Runs;

/// <summary>A plan and its baseline over several runs.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Runs">The names of the runs.</param>
/// <param name="Difference">The plan's accuracy minus the baseline's.</param>
/// <param name="Accuracy">The plan's accuracy.</param>
/// <param name="BaselineAccuracy">The baseline's accuracy.</param>
/// <param name="Splits">The difference on each split.</param>
internal sealed record PooledPlan(string Plan, string Baseline, IReadOnlyList<string> Runs, PooledEstimate Difference, PooledEstimate Accuracy,
    PooledEstimate BaselineAccuracy, IReadOnlyList<SplitDifference> Splits);

/// <summary>The difference of two plans on one split.</summary>
/// <param name="Seed">The split's seed.</param>
/// <param name="Value">The mean over its seeds.</param>
internal readonly record struct SplitDifference(ulong Seed, double Value);
