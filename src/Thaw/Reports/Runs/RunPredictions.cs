namespace Thaw.Reports.Runs;

/// <summary>Which test pictures each trial of a run told right.</summary>
/// <param name="Pictures">The test pictures' names.</param>
/// <param name="Labels">Their true classes.</param>
/// <param name="Trials">A trial's answers, as many as pictures, by plan and seed.</param>
internal sealed record RunPredictions(IReadOnlyList<string> Pictures, IReadOnlyList<string> Labels, IReadOnlyDictionary<(string Plan, ulong Seed), bool[]> Trials);
