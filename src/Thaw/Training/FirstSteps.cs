namespace Thaw.Training;

/// <summary>How long the backbone's gradients were in the first steps of a phase that trains some of its layers.</summary>
/// <param name="Phase">The phase's name.</param>
/// <param name="Blocks">The blocks that train, from the lowest: the part of a layer's name before <c>_</c>, such as <c>block5</c>.</param>
/// <param name="Norms"><c>[step, block]</c>: the Euclidean norm of the loss's gradient (the L2 penalty apart) with respect to all kernels and
/// biases of the block, for the weights that the step started from.</param>
public sealed record FirstSteps(string Phase, IReadOnlyList<string> Blocks, ReadOnlyMemory<float> Norms)
{
    /// <summary>The most steps of a phase that are measured: 20.</summary>
    public const int Most = 20;

    /// <summary>How many steps were measured: <see cref="Most"/>, or all of a shorter phase.</summary>
    public int Count => Blocks.Count == 0 ? 0 : Norms.Length / Blocks.Count;

    /// <summary>The norm of all blocks' gradients together: the root of the sum of their squares.</summary>
    /// <param name="step">0 to Count - 1.</param>
    public double NormOf(int step)
    {
        double sum = 0;
        foreach (float norm in Norms.Span.Slice(step * Blocks.Count, Blocks.Count))
            sum += (double)norm * norm;
        return Math.Sqrt(sum);
    }
}
