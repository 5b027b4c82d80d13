using Google.Protobuf;
using Thaw.Images;
using Thaw.Packaging.TensorFlow;

namespace Thaw.Packaging;

/// <summary>
/// Writes a model as a frozen TensorFlow graph (a binary <c>GraphDef</c>): preprocessing, network and answers in one file, the weights as constants. It takes pixels, float32
/// [N, H, W, 3] in the order red, green, blue, 0 to 255.
/// </summary>
public static class TensorFlowExport
{
    /// <summary>Writes a file: whole or, where something fails, not at all. The same model always gives the same bytes.</summary>
    /// <param name="path">Where; a file of that name is replaced, a missing folder is made.</param>
    /// <param name="model">From <see cref="ModelZip.Read"/>.</param>
    /// <param name="features">Whether the graph ends at the backbone's features, float32 [N, count], instead of the classifier's answers.</param>
    /// <exception cref="ArgumentException">The weights have 2 GB or more, which a graph can't hold.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, PackagedModel model, bool features = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        GraphDef graph = TensorFlowGraph.Build(model, features);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, graph.WriteTo);
    }
}
