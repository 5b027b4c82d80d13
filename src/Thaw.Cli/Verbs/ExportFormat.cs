using Thaw.Packaging;

namespace Thaw.Cli.Verbs;

/// <summary>A format that <c>thaw export</c> writes.</summary>
/// <param name="Name">What <c>--format</c> calls it.</param>
/// <param name="Ending">What its files' names end in.</param>
/// <param name="Write">Writes to a path; the flag leaves the head out.</param>
/// <param name="Next">What can be done with it, for a path, the model and the flag.</param>
internal sealed record ExportFormat(string Name, string Ending, Action<string, PackagedModel, bool> Write, Func<string, ModelManifest, bool, string> Next)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("onnx", ".onnx", OnnxExport.Write, (_, manifest, features) => Graph(manifest, features)),
        new("tensorflow", ".pb", TensorFlowExport.Write, (_, manifest, features) => Graph(manifest, features)),
        new("safetensors", ".safetensors", SafetensorsExport.Write, (path, _, _) => $"as a backbone: thaw compare DATA --backbone {path}"),
        new("keras", ".h5", KerasExport.Write, (path, _, features) =>
            features ? $"as a backbone: thaw compare DATA --backbone {path}" : $"in Keras: model.load_weights('{path}') with the same layers"),
        new("triton", "-triton", TritonExport.Write, (path, _, _) =>
            $"next: tritonserver --model-repository {Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)))}") { IsFolder = true },
    ];

    /// <summary>Whether it is a folder and not a file.</summary>
    public bool IsFolder { get; init; }

    private static string Graph(ModelManifest manifest, bool features) =>
        $"input Pixels [N, {manifest.ImageSize}, {manifest.ImageSize}, 3] as red, green, blue of 0 to 255, " + (features ? "output Features" : "outputs Score, Probability, PredictedLabel");
}
