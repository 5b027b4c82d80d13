using Thaw.Weights.Onnx;

namespace Thaw.Packaging.Onnx;

/// <summary>What graph <see cref="OnnxGraph"/> builds of a model.</summary>
internal sealed record OnnxGraphOptions
{
    /// <summary>The largest <see cref="Oversampling"/>: sums of its pixels stay exact in float32.</summary>
    public const int MaxOversampling = TriangleReduction.MaxFactor;

    /// <summary>Whether the graph ends at the flattened features instead of the classifier's answers.</summary>
    public bool Features { get; init; }

    /// <summary>
    /// How many times as wide and as high as the network's the pictures of the input are: a power of two up to <see cref="MaxOversampling"/>, 1 by default. The graph
    /// reduces them with the model's filter: triangles of twice, or squares of, as many pixels. Pictures whose pixels were all repeated as often come back exactly.
    /// </summary>
    public int Oversampling { get; init; } = 1;
}
