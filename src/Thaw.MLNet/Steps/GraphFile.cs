using System.Collections.Concurrent;
using Thaw.Packaging;
using Thaw.Weights;

namespace Thaw.MLNet.Steps;

/// <summary>
/// Files of the graphs that featurize. ML.NET reads a graph's file again when a pipeline is saved, so each stays until the process ends; there is one a backbone and size, in a
/// folder that only this process and user have.
/// </summary>
internal static class GraphFile
{
    /// <summary>The graph's input and output, and columns.</summary>
    public const string Pixels = "Pixels", Features = "Features";

    private static readonly Lazy<string> s_folder = new(CreateFolder);
    private static readonly ConcurrentDictionary<(string Sha256, int Side), Lazy<string>> s_files = new();

    /// <summary>The path of a backbone's graph, for pictures of <see cref="OnnxExport.OversamplingFor"/> times the size.</summary>
    public static string Of(Backbone backbone, int side) => s_files.GetOrAdd((backbone.Sha256, side), key => new Lazy<string>(() =>
    {
        string path = Path.Combine(s_folder.Value, $"{key.Sha256}-{key.Side}.onnx");
        OnnxExport.WriteFeatures(path, backbone, key.Side, OnnxExport.OversamplingFor(key.Side));
        return path;
    })).Value;

    private static string CreateFolder()
    {
        string folder = Directory.CreateTempSubdirectory("thaw-graphs-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Windows keeps files that ONNX Runtime still reads; the system's own cleaning takes them
            }
        };
        return folder;
    }
}
