using Google.Protobuf;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging.MLNet;
using Thaw.Packaging.Onnx;
using Thaw.Tensors;
using Thaw.Weights;

namespace Thaw.Packaging;

/// <summary>
/// Writes a model as an ONNX file (opset 13, one file, float32) that any ONNX runtime can run: from pixels to a score, a probability and a label, preprocessing included.
/// docs/file-formats.md lists inputs and outputs.
/// </summary>
public static class OnnxExport
{
    /// <summary>Writes the file: whole, or where something fails not at all. The same model always gives the same bytes.</summary>
    /// <param name="path">Where; a file of that name is replaced, a missing folder is made.</param>
    /// <param name="model">From <see cref="ModelZip.Read"/>.</param>
    /// <param name="features">Whether the graph ends at the flattened features instead of the classifier's answers.</param>
    /// <exception cref="ArgumentException">The weights have 2 GB or more.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, PackagedModel model, bool features = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        Weights.Onnx.ModelProto graph = OnnxGraph.Build(model.Manifest, model.Weights, new OnnxGraphOptions { Features = features });
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, graph.WriteTo);
    }

    /// <summary>
    /// Writes a backbone alone, from pixels to the flattened features of its last pooling: input <c>Pixels</c>, float32 [N, S, S, 3] of 0 to 255, output <c>Features</c>,
    /// float32 [N, F], rows, columns, channels. S is the network's side times <paramref name="oversampling"/>; the graph reduces larger pictures with a triangle, as in a model zip.
    /// </summary>
    /// <param name="path">Where; a file of that name is replaced, a missing folder is made.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="imageSize">The side in pixels of the squares that the network sees, 32 to 4096; null for the backbone's own.</param>
    /// <param name="oversampling">A power of two from 1 to 64; 1 by default.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the weights have 2 GB or more.</exception>
    /// <exception cref="WeightsFormatException">A weight is missing or has another shape.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteFeatures(string path, Backbone backbone, int? imageSize = null, int oversampling = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(backbone);
        if (imageSize > 4096)
            throw new ArgumentOutOfRangeException(nameof(imageSize), imageSize, "Expected pictures of at most 4096 pixels a side.");
        using var device = new Cpu(1);
        var head = new Head { Units = 0 };
        using Network network = backbone.CreateNetwork(device, head, 2, 0, imageSize);
        var tensors = new NamedTensors();
        NetworkWeights.Save(network.Layers, tensors);
        ModelManifest manifest = ModelZip.ManifestOf(backbone, network, head);
        Weights.Onnx.ModelProto graph = OnnxGraph.Build(manifest, tensors, new OnnxGraphOptions { Features = true, Oversampling = oversampling });
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, graph.WriteTo);
    }

    /// <summary>How many times as wide and as high as the network's pictures should be that ML.NET resizes: 4, or as much of it as keeps their sides at 4096 pixels or below.</summary>
    /// <param name="imageSize">The network's side in pixels, 1 to 4096.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static int OversamplingFor(int imageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(imageSize, 4096);
        return PipelineEntries.OversamplingFor(imageSize);
    }

    /// <summary>The bytes of the file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Where the graph begins and ends; null for the defaults.</param>
    internal static byte[] Bytes(PackagedModel model, OnnxGraphOptions? options = null) =>
        OnnxGraph.Build(model.Manifest, model.Weights, options ?? new OnnxGraphOptions()).ToByteArray();
}
