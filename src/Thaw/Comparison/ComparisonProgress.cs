using Thaw.Training;

namespace Thaw.Comparison;

/// <summary>An epoch of a comparison that is done.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Trial">Number of the trial, from 1.</param>
/// <param name="Trials">How many trials there are.</param>
/// <param name="Epochs">Epochs of the plan, if none ends early.</param>
/// <param name="Row">The epoch.</param>
public sealed record ComparisonProgress(string Plan, ulong Seed, int Trial, int Trials, int Epochs, EpochRow Row);
