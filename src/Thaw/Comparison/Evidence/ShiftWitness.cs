using Thaw.Evaluation;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Comparison.Evidence;

/// <summary>Tests a trained network on corrupted test pictures.</summary>
/// <param name="preprocessing">The backbone's.</param>
/// <param name="test">The test pictures.</param>
/// <param name="batchSize">Pictures a pass; it does not change the result.</param>
internal sealed class ShiftWitness(Preprocessing preprocessing, Examples test, int batchSize)
{
    /// <summary>How many pictures' forward passes <see cref="Measure"/> will take.</summary>
    /// <param name="network">As it is trained.</param>
    /// <param name="testPictures">How many test pictures there are.</param>
    public static int PassesOf(Network network, int testPictures) =>
        ShiftSample.Versions * ShiftSample.CountOf(ShiftSample.OperationsOf(network), testPictures);

    /// <summary>Tests.</summary>
    /// <param name="network">Its weights stay as they are; its buffers are planned anew.</param>
    /// <param name="threshold">Of two classes, the probability from which class 1 is told.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    public ShiftEvidence Measure(Network network, float threshold, CancellationToken cancellation)
    {
        int[] labels = [.. Enumerable.Range(0, test.Count).Select(test.Label)];
        int[] chosen = ShiftSample.Choose(labels, ShiftSample.CountOf(ShiftSample.OperationsOf(network), test.Count));
        using var pictures = new ShiftedPictures(test, chosen, preprocessing);
        float[] probabilities = Inference.Probabilities(network, pictures, batchSize, cancellation);
        int classes = Math.Max(2, network.Logits);
        return new ShiftEvidence
        {
            Pictures = chosen,
            Told = [.. Enumerable.Range(0, pictures.Count).Select(i => Decision.Of(probabilities.AsSpan(i * classes, classes), threshold))],
        };
    }
}
