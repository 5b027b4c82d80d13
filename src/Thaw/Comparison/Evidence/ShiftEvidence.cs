using Thaw.Images.Corruptions;

namespace Thaw.Comparison.Evidence;

/// <summary>
/// What a trial's kept weights told of test pictures that were corrupted after they had been brought to the network's size: each picture
/// under every corruption of <see cref="Corruption.All"/> at every severity. All trials see the same corrupted pictures.
/// </summary>
public sealed record ShiftEvidence
{
    /// <summary>Numbers of the test pictures in <see cref="TestSet"/> that were used, rising: all of them, unless that took too much arithmetic.</summary>
    public required IReadOnlyList<int> Pictures { get; init; }

    /// <summary>
    /// The label that was told: <c>[corruption, severity, picture]</c>, in the order of <see cref="Corruption.All"/>, severities from 1, and the
    /// order of <see cref="Pictures"/>.
    /// </summary>
    public required IReadOnlyList<int> Told { get; init; }
}
