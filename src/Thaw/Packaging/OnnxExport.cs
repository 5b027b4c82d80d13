using Google.Protobuf;
using Thaw.Images;
using Thaw.Packaging.Onnx;

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

    /// <summary>The bytes of the file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Where the graph begins and ends; null for the defaults.</param>
    internal static byte[] Bytes(PackagedModel model, OnnxGraphOptions? options = null) =>
        OnnxGraph.Build(model.Manifest, model.Weights, options ?? new OnnxGraphOptions()).ToByteArray();
}
