using System.Text;
using Thaw.Images;

namespace Thaw.Packaging;

/// <summary>
/// Writes a model as a folder of NVIDIA Triton's model repository: <c>config.pbtxt</c>, <c>1/model.onnx</c> and, for more than two classes, <c>labels.txt</c>. Triton serves it
/// with its ONNX Runtime backend under the folder's name.
/// </summary>
public static class TritonExport
{
    /// <summary>The most pictures that Triton puts together into one pass.</summary>
    private const int MaxBatch = 64;

    private const string Labels = "labels.txt";

    /// <summary>Writes a folder: whole or, where something fails, not at all. The same model always gives the same bytes.</summary>
    /// <param name="folder">Where; a folder of that name is replaced, missing ones above it are made. Its name becomes the model's.</param>
    /// <param name="model">From <see cref="ModelZip.Read"/>.</param>
    /// <param name="features">Whether the model gives the backbone's features instead of the classifier's answers.</param>
    /// <exception cref="ArgumentException">The weights have 2 GB or more, which an ONNX file can't hold; or the folder's name can't be a model's.</exception>
    /// <exception cref="IOException">The folder can't be written, or it is a file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string folder, PackagedModel model, bool features = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(model);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), name = Path.GetFileName(target);
        if (name.Length == 0 || name.Any(c => char.IsControl(c) || c is '"' or '\\'))
            throw new ArgumentException($"Triton takes the folder's name for the model's, and '{name}' can't be one.", nameof(folder));
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.Combine(temporary, "1"));
            OnnxExport.Write(Path.Combine(temporary, "1", "model.onnx"), model, features);
            WriteText(Path.Combine(temporary, "config.pbtxt"), Config(name, model.Manifest, features));
            if (HasLabels(model.Manifest, features))
                WriteText(Path.Combine(temporary, Labels), string.Concat(model.Manifest.Classes.Select(label => label + "\n")));
            Replace(target, temporary);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>The model's configuration in the text format of protocol buffers.</summary>
    internal static string Config(string name, ModelManifest manifest, bool features)
    {
        int side = manifest.ImageSize;
        bool two = manifest.Classes.Count == 2;
        var text = new StringBuilder();
        text.Append($"name: \"{name}\"\nplatform: \"onnxruntime_onnx\"\nmax_batch_size: {MaxBatch}\n");
        text.Append($"input [\n  {{ name: \"Pixels\", data_type: TYPE_FP32, dims: [ {side}, {side}, 3 ] }}\n]\noutput [\n");
        if (features)
        {
            int count = side / 32 * (side / 32) * Networks.Vgg.ChannelsOf(manifest.Network.Blocks.Count - 1, manifest.Width);
            text.Append($"  {{ name: \"Features\", data_type: TYPE_FP32, dims: [ {count} ] }}\n");
        }
        else
        {
            int scores = two ? 1 : manifest.Classes.Count;
            string labels = HasLabels(manifest, features) ? $", label_filename: \"{Labels}\"" : "";
            text.Append($"  {{ name: \"Score\", data_type: TYPE_FP32, dims: [ {scores} ] }},\n");
            text.Append($"  {{ name: \"Probability\", data_type: TYPE_FP32, dims: [ {scores} ]{labels} }},\n");
            text.Append($"  {{ name: \"PredictedLabel\", data_type: {(two ? "TYPE_BOOL" : "TYPE_INT64")}, dims: [ 1 ] }}\n");
        }
        return text.Append("]\ndynamic_batching { }\n").ToString();
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    // With two classes the one probability is the positive class's, and a label for it would read as if it were always told
    private static bool HasLabels(ModelManifest manifest, bool features) => !features && manifest.Classes.Count > 2;

    // A folder can't be renamed onto another: the old one steps aside, and comes back if the new one can't take its place
    private static void Replace(string target, string temporary)
    {
        if (File.Exists(target))
            throw new IOException($"'{target}' is a file; a model repository holds folders.");
        if (!Directory.Exists(target))
        {
            Directory.Move(temporary, target);
            return;
        }
        string old = $"{target}.{Guid.NewGuid():N}.old";
        Directory.Move(target, old);
        try
        {
            Directory.Move(temporary, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }
        Directory.Delete(old, recursive: true);
    }
}
