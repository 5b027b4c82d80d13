using Thaw.Images.Corruptions;
using Thaw.Networks;

namespace Thaw.Comparison.Evidence;

/// <summary>Which test pictures are corrupted: all, or with large networks fewer, by a rule that knows nothing of clocks.</summary>
internal static class ShiftSample
{
    /// <summary>Versions of a picture: corruptions times severities.</summary>
    public static int Versions => Corruption.All.Count * Corruption.Severities;

    /// <summary>
    /// The most floating-point operations that the test of one trial takes, counted as <see cref="Layer.Operations"/> counts: 3e13. That is about a thousand
    /// passes of VGG16 at 224x224, or 190,000 at a quarter of the width and 64x64.
    /// </summary>
    public const double MostOperations = 3e13;

    /// <summary>So many pictures are used whatever it takes, if there are so many: fewer would say nothing.</summary>
    public const int FewestPictures = 20;

    /// <summary>How many pictures are used.</summary>
    /// <param name="operations">Of a forward pass of one picture; see <see cref="OperationsOf"/>.</param>
    /// <param name="testPictures">How many there are.</param>
    public static int CountOf(long operations, int testPictures) =>
        (int)Math.Min(testPictures, Math.Max(FewestPictures, Math.Floor(MostOperations / ((double)Math.Max(1, operations) * Versions))));

    /// <summary>Floating-point operations of a forward pass of one picture.</summary>
    public static long OperationsOf(Network network) => network.Layers.Select((layer, i) => layer.Operations(network.InputShapes[i])).Sum();

    /// <summary>
    /// Chooses pictures: in the order of their labels, and within a label in their own order, every so many, so that each class keeps its
    /// share.
    /// </summary>
    /// <param name="labels">The labels of all test pictures.</param>
    /// <param name="count">How many to choose, 0 to as many as there are.</param>
    /// <returns>Their numbers, rising.</returns>
    public static int[] Choose(IReadOnlyList<int> labels, int count)
    {
        int[] sorted = [.. Enumerable.Range(0, labels.Count).OrderBy(i => labels[i])];
        return [.. Enumerable.Range(0, count).Select(i => sorted[(int)((2L * i + 1) * labels.Count / (2L * count))]).Order()];
    }
}
