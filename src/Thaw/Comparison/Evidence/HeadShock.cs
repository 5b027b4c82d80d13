using Thaw.Training;

namespace Thaw.Comparison.Evidence;

/// <summary>What the first gradients did to the pretrained backbone.</summary>
/// <param name="Phases">The first steps of each phase that trained layers of the backbone, in order; empty where none did.</param>
/// <param name="AfterEpoch">The backbone after the first epoch of the first of those phases, against the pretrained one; null where none did.</param>
public sealed record HeadShock(IReadOnlyList<FirstSteps> Phases, DriftProfile? AfterEpoch);
