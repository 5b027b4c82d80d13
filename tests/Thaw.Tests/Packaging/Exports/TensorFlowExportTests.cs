using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Packaging.TensorFlow;
using Thaw.Tensors;
using Thaw.Tests.Images;
using Thaw.Tests.References;

namespace Thaw.Tests.Packaging.Exports;

public class TensorFlowExportTests
{
    /// <summary>Of the largest value.</summary>
    private const double Bound = 1e-5;

    private const int Pictures = 3;

    [Theory]
    [InlineData(2, 7, true, 64)]
    [InlineData(2, 0, false, 50)]
    [InlineData(5, 7, false, 64)]
    [InlineData(5, 0, true, 96)]
    public void The_graph_computes_what_Thaw_computes(int classes, int units, bool keras, int side)
    {
        using var sample = new ExportSample(classes, keras ? Preprocessing.KerasVgg : Preprocessing.Torchvision, imageSize: side, head: new Head { Units = units, Dropout = 0.5f });
        byte[] pixels = [.. Enumerable.Range(0, Pictures).SelectMany(i => Sample.Noise(side, side, (ulong)i).Pixels)];
        IReadOnlyDictionary<string, TensorFlowValue> values = Run(sample, pixels, features: false);
        float[] logits = sample.Logits(pixels, Pictures, out float[] features);
        TensorFlowValue score = values["Score"], probability = values["Probability"], label = values["PredictedLabel"];
        Tolerance.Near(score.Values, logits, Bound, "Score");
        Tolerance.Near(values["flatten"].Values, features, Bound, "flatten");
        int outputs = classes == 2 ? 1 : classes;
        Assert.Equal([Pictures, outputs], score.Shape);
        Assert.Equal([Pictures, outputs], probability.Shape);
        Assert.Equal([Pictures, 1], label.Shape);
        Assert.Equal(classes == 2 ? DataType.DtBool : DataType.DtInt64, label.Type);
        for (int i = 0; i < Pictures; i++)
        {
            double[] row = probability.Values[(i * outputs)..((i + 1) * outputs)];
            if (classes == 2)
            {
                Tolerance.Near(1 / (1 + Math.Exp(-logits[i])), row[0], Bound, "Probability");
                Assert.Equal(row[0] >= sample.Model.Manifest.Threshold ? 1 : 0, label.Values[i]);
            }
            else
            {
                Tolerance.Near(1, row.Sum(), Bound, "Probability");
                Assert.Equal(Array.IndexOf(row, row.Max()), label.Values[i]);
            }
        }
    }

    [Fact]
    public void The_graph_gives_the_probabilities_of_the_classifier()
    {
        using var packed = new PackedSample();
        Picture[] pictures = [.. Enumerable.Range(0, Pictures).Select(i => Sample.Noise(32, 32, (ulong)i))];
        string path = packed.Folder.At("model.pb");
        TensorFlowExport.Write(path, ModelZip.Read(packed.Path));
        TensorFlowValue probability = Run(path, [.. pictures.SelectMany(picture => picture.Pixels)], 32)["Probability"];
        using var classifier = Thaw.Serving.Classifier.Load(packed.Path, 1);
        Tolerance.Near(probability.Values, [.. classifier.Classify(pictures).Select(told => told.Probabilities[1].Probability)], Bound, "Probability");
    }

    [Fact]
    public void Features_end_where_the_head_would_begin()
    {
        using var sample = new ExportSample();
        byte[] pixels = [.. Enumerable.Range(0, Pictures).SelectMany(i => Sample.Noise(64, 64, (ulong)i).Pixels)];
        IReadOnlyDictionary<string, TensorFlowValue> values = Run(sample, pixels, features: true);
        sample.Logits(pixels, Pictures, out float[] features);
        Tolerance.Near(values["Features"].Values, features, Bound, "Features");
        Assert.Equal([Pictures, features.Length / Pictures], values["Features"].Shape);
        Assert.DoesNotContain(values.Keys, name => name.StartsWith("dense", StringComparison.Ordinal) || name == "Score");
    }

    [Fact]
    public void Weights_are_constants_under_the_names_of_Keras()
    {
        using var sample = new ExportSample();
        GraphDef graph = Export(sample, features: false);
        Assert.Equal(graph.Node.Count, graph.Node.Select(node => node.Name).Distinct().Count());
        foreach (Thaw.Weights.NamedTensor tensor in sample.Model.Weights)
        {
            TensorProto constant = graph.Node.Single(node => node.Name == tensor.Name && node.Op == "Const").Attr["value"].Tensor;
            Assert.Equal(tensor.Shape, constant.TensorShape.Dim.Select(dim => (int)dim.Size));
            Tolerance.SameBits(tensor.Values, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(constant.TensorContent.Span), tensor.Name);
        }
        Assert.Superset(new HashSet<string>(["block1_conv1", "block5_pool", "flatten", "dense_1", "dense_2"]), graph.Node.Select(node => node.Name).ToHashSet());
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        using ExportSample one = new(), two = new();
        TensorFlowExport.Write(one.Folder.At("new/a.pb"), one.Model);
        TensorFlowExport.Write(two.Folder.At("b.pb"), two.Model);
        Assert.Equal(File.ReadAllBytes(one.Folder.At("new/a.pb")), File.ReadAllBytes(two.Folder.At("b.pb")));
    }

    private static GraphDef Export(ExportSample sample, bool features)
    {
        string path = sample.Folder.At("model.pb");
        TensorFlowExport.Write(path, sample.Model, features);
        return GraphDef.Parser.ParseFrom(File.ReadAllBytes(path));
    }

    private static IReadOnlyDictionary<string, TensorFlowValue> Run(ExportSample sample, byte[] pixels, bool features)
    {
        Export(sample, features);
        return Run(sample.Folder.At("model.pb"), pixels, sample.Model.Manifest.ImageSize);
    }

    private static IReadOnlyDictionary<string, TensorFlowValue> Run(string path, byte[] pixels, int side)
    {
        var input = new TensorFlowValue([Pictures, side, side, 3], Array.ConvertAll(pixels, value => (double)value));
        return new TensorFlowInterpreter(GraphDef.Parser.ParseFrom(File.ReadAllBytes(path))).Run(new Dictionary<string, TensorFlowValue> { ["Pixels"] = input });
    }
}
