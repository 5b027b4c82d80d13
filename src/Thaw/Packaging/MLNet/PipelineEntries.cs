using Thaw.Packaging.Onnx;
using Thaw.Weights.Onnx;

namespace Thaw.Packaging.MLNet;

/// <summary>The entries that make a zip a model of ML.NET, which its <c>MLContext.Model.Load</c> opens.</summary>
internal static class PipelineEntries
{
    /// <summary>The entry with the ONNX graph, the one place of the weights.</summary>
    public const string Graph = "TransformerChain/Transform_003/OnnxModel";

    /// <summary>The version of ML.NET whose format it is, and the end of a line; loading does not look at it.</summary>
    private static readonly byte[] s_version = "5.0.0\n"u8.ToArray();

    /// <summary>Sides that ML.NET resizes to and takes floats from stay below this where oversampling would pass it: 200 MB a picture.</summary>
    private const int LargestSide = 4096;

    /// <summary>How many times as wide and as high as the network's the pictures are that ML.NET hands to the graph; docs/model-zip.md has the measurements.</summary>
    /// <param name="imageSize">The network's side in pixels, up to 4096.</param>
    /// <returns>4, or as much of it as the size allows.</returns>
    public static int OversamplingFor(int imageSize)
    {
        int oversampling = 4;
        while (oversampling > 1 && oversampling * imageSize > LargestSide)
            oversampling /= 2;
        return oversampling;
    }

    /// <summary>Names and contents, in the order in which they are written.</summary>
    /// <param name="manifest">What the model is.</param>
    /// <param name="graph">What <see cref="OnnxGraph"/> made of it, for pictures of its <see cref="ModelManifest.Oversampling"/>.</param>
    public static IEnumerable<(string Name, Action<Stream> Write)> Of(ModelManifest manifest, ModelProto graph)
    {
        byte[][] steps =
        [
            PipelineSteps.Loader(),
            PipelineSteps.Resizer(manifest.ImageSize * manifest.Oversampling),
            PipelineSteps.Pixels(OnnxGraph.Pixels),
            PipelineSteps.Scorer([OnnxGraph.Pixels], ManifestReader.Outputs),
        ];
        yield return ("TrainingInfo/Version.txt", Bytes(s_version));
        yield return ("TransformerChain/Model.key", Bytes(PipelineSteps.Chain(steps.Length)));
        for (int i = 0; i < steps.Length; i++)
            yield return ($"TransformerChain/Transform_{i:000}/Model.key", Bytes(steps[i]));
        yield return (Graph, stream => GraphStream.Write(stream, graph));
        yield return ("Schema", Bytes(InputSchema.OfTexts(PipelineSteps.Path)));
    }

    private static Action<Stream> Bytes(byte[] content) => stream => stream.Write(content);
}
