using Thaw.Packaging;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Packaging.Exports;

public class TritonExportTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void The_configuration_lists_what_the_graph_has(int classes, bool features)
    {
        using var sample = new ExportSample(classes);
        string folder = sample.Folder.At("repository/cracks");
        TritonExport.Write(folder + "/", sample.Model, features);
        bool labelled = classes > 2 && !features;
        string[] expected = labelled ? ["1/model.onnx", "config.pbtxt", "labels.txt"] : ["1/model.onnx", "config.pbtxt"];
        Assert.Equal(expected, FilesIn(folder));
        if (labelled)
            Assert.Equal(sample.Model.Manifest.Classes, File.ReadAllLines(Path.Combine(folder, "labels.txt")));

        string config = File.ReadAllText(Path.Combine(folder, "config.pbtxt"));
        Assert.StartsWith("name: \"cracks\"\nplatform: \"onnxruntime_onnx\"\nmax_batch_size: 64\n", config, StringComparison.Ordinal);
        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "1", "model.onnx"))).Graph;
        string[] values = [.. graph.Input.Concat(graph.Output).Select(Described)];
        Assert.Equal(features ? 2 : 4, values.Length);
        foreach (string value in values)
            Assert.Contains(value, config, StringComparison.Ordinal);
        Assert.Equal(values.Length, config.Split("{ name: ").Length - 1);
        Assert.Equal(labelled, config.Contains("Probability\", data_type: TYPE_FP32, dims: [ 4 ], label_filename: \"labels.txt\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_is_replaced_as_a_whole()
    {
        using var sample = new ExportSample();
        string folder = sample.Folder.At("model");
        sample.Folder.Write("model/2/model.onnx", [1, 2, 3]);
        TritonExport.Write(folder, sample.Model);
        Assert.Equal(["1/model.onnx", "config.pbtxt"], FilesIn(folder));
        Assert.Equal([folder], Directory.GetFileSystemEntries(sample.Folder.Path));
    }

    [Fact]
    public void Nothing_is_left_of_a_folder_that_cannot_be_written()
    {
        using var sample = new ExportSample();
        string file = sample.Folder.Write("model", [1]);
        Assert.Contains("is a file", Assert.Throws<IOException>(() => TritonExport.Write(file, sample.Model)).Message, StringComparison.Ordinal);
        Assert.Contains("can't be one", Assert.Throws<ArgumentException>(() => TritonExport.Write(sample.Folder.At("a\"b"), sample.Model)).Message, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(sample.Folder.Path));
    }

    // As the configuration writes an input or an output; the first axis is the batch's
    private static string Described(ValueInfoProto value)
    {
        string type = value.Type.TensorType.ElemType switch
        {
            1 => "TYPE_FP32",
            7 => "TYPE_INT64",
            9 => "TYPE_BOOL",
            int other => throw new NotSupportedException($"Type {other}."),
        };
        return $"{{ name: \"{value.Name}\", data_type: {type}, dims: [ {string.Join(", ", value.Type.TensorType.Shape.Dim.Skip(1).Select(dim => dim.DimValue))} ]";
    }

    private static string[] FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
