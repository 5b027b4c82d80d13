using Thaw.Images;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Packaging.Onnx;
using Thaw.Serving;
using Thaw.Tensors;
using Thaw.Tests.References;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Packaging.Onnx;

public class OnnxGraphTests
{
    /// <summary>Of probabilities; a float32 engine beside float64.</summary>
    private const double Bound = 1e-5;

    [Theory]
    [InlineData(2, 32, 16)]
    [InlineData(2, 64, 0)]
    [InlineData(3, 64, 16)]
    [InlineData(5, 32, 0)]
    public void Gives_the_classifiers_probabilities(int classes, int side, int units)
    {
        using var sample = new PackedSample(classes, new Head { Units = units, Dropout = 0.5f }, side);
        using var classifier = Classifier.Load(sample.Path, 1);
        Picture[] pictures = [.. Enumerable.Range(0, 3).Select(seed => Drawn(side, (ulong)seed))];
        ModelProto model = Build(sample, new OnnxGraphOptions());
        Dictionary<string, DirectOnnx.Value> values = DirectOnnx.Run(model, Input(pictures, 1));
        int logits = classes == 2 ? 1 : classes;
        Assert.Equal([3, logits], values["Score"].Shape);
        Assert.Equal([3, logits], values["Probability"].Shape);
        Assert.Equal([3, 1], values["PredictedLabel"].Shape);
        foreach ((int i, Prediction prediction) in classifier.Classify(pictures).Index())
        {
            for (int c = classes - logits; c < classes; c++)
                Assert.Equal(prediction.Probabilities[c].Probability, values["Probability"].Data[(i * logits) + c - (classes - logits)], Bound);
            Assert.Equal(prediction.Index, (int)values["PredictedLabel"].Data[i]);
        }
    }

    [Fact]
    public void The_threshold_decides()
    {
        using var sample = new PackedSample();
        DirectOnnx.Value input = Input([Drawn(32, 1)], 1);
        float probability = (float)DirectOnnx.Run(Build(sample, new OnnxGraphOptions()), input)["Probability"].Data[0];
        foreach ((float threshold, double label) in new[] { (probability, 1.0), (MathF.BitIncrement(probability), 0) })
        {
            using var other = new PackedSample(info: new ModelInfo { Threshold = threshold });
            Assert.Equal(label, DirectOnnx.Run(Build(other, new OnnxGraphOptions()), input)["PredictedLabel"].Data[0]);
        }
    }

    [Fact]
    public void Features_are_those_of_the_network()
    {
        using var sample = new PackedSample(imageSize: 64);
        ModelProto model = Build(sample, new OnnxGraphOptions { Features = true });
        Picture picture = Drawn(64, 5);
        double[] came = DirectOnnx.Run(model, Input([picture], 1))["Features"].Data;
        using var cpu = new Cpu(1);
        using Network network = ModelZip.Read(sample.Path).CreateNetwork(cpu);
        network.Plan(1, end: network.IndexOf("flatten"));
        float[] input = new float[64 * 64 * 3], features = new float[2 * 2 * 32];
        sample.Backbone.Preprocessing.Apply(picture.Pixels, input);
        cpu.Upload(input, network.Input);
        cpu.Download(network.Forward(1), features);
        Tolerance.Near(came, features, 1e-5, "features");
        ValueInfoProto output = Assert.Single(model.Graph.Output);
        Assert.Equal("Features", output.Name);
        Assert.Equal(128, output.Type.TensorType.Shape.Dim[1].DimValue);
        Assert.DoesNotContain(model.Graph.Initializer, tensor => tensor.Name.StartsWith("dense", StringComparison.Ordinal));
    }

    /// <summary>The graph's first nodes give what <see cref="Preprocessing.Apply"/> gives, to the last bit, for every byte in every channel.</summary>
    [Theory]
    [InlineData(ColourOrder.Rgb, 1)]
    [InlineData(ColourOrder.Bgr, 1)]
    [InlineData(ColourOrder.Bgr, 4)]
    public void Preprocessing_is_exact(ColourOrder order, int oversampling)
    {
        using var sample = new PackedSample();
        PackagedModel model = ModelZip.Read(sample.Path);
        var preprocessing = new Preprocessing { Order = order, Scale = 1f / 127.5f, Mean = [0.1f, 1.2f, 0.7f], Deviation = [0.3f, 0.7f, 1.1f] };
        ModelProto graph = OnnxGraph.Build(model.Manifest with { Preprocessing = preprocessing }, model.Weights, new OnnxGraphOptions { Oversampling = oversampling });
        var random = new Pcg32(3);
        byte[] pixels = [.. Enumerable.Range(0, 32 * 32).SelectMany(i => (byte[])[(byte)i, (byte)(255 - i), (byte)random.NextUInt()])];
        float[] expected = new float[pixels.Length];
        preprocessing.Apply(pixels, expected);
        DirectOnnx.Value came = DirectOnnx.Run(graph, Input([new Picture(32, 32, pixels)], oversampling))["pixels_normalized"];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal((double)expected[i], came.Data[(i % 3 * 32 * 32) + (i / 3)]);
    }

    [Fact]
    public void Says_what_goes_in_and_out()
    {
        using var sample = new PackedSample(classes: 3);
        ModelProto model = Build(sample, new OnnxGraphOptions { Oversampling = 2 });
        Assert.Equal(13, Assert.Single(model.OpsetImport).Version);
        Assert.Equal(("Thaw", 7L), (model.ProducerName, model.IrVersion));
        Assert.Equal("Pixels float [N, 64, 64, 3]", Described(Assert.Single(model.Graph.Input)));
        Assert.Equal(["Score float [N, 3]", "Probability float [N, 3]", "PredictedLabel int64 [N, 1]"], model.Graph.Output.Select(Described));
        using var two = new PackedSample();
        Assert.Equal(["Score float [N, 1]", "Probability float [N, 1]", "PredictedLabel bool [N, 1]"], Build(two, new OnnxGraphOptions()).Graph.Output.Select(Described));
        Dictionary<string, string> metadata = model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal("[\"class 0\",\"class 1\",\"class 2\"]", metadata["thaw.classes"]);
        Assert.Equal(("vgg16", "0.0625", "32", "rgb", "0.485,0.456,0.406"),
            (metadata["thaw.network"], metadata["thaw.width"], metadata["thaw.image_size"], metadata["thaw.colour_order"], metadata["thaw.mean"]));
    }

    /// <summary>Values are computed before they are taken, once each; layers carry Keras's names.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Nodes_are_in_order_under_the_names_of_Keras(int oversampling)
    {
        using var sample = new PackedSample();
        GraphProto graph = Build(sample, new OnnxGraphOptions { Oversampling = oversampling }).Graph;
        var known = new HashSet<string>(graph.Initializer.Select(tensor => tensor.Name)) { "Pixels" };
        Assert.Equal(graph.Initializer.Count + 1, known.Count);
        foreach (NodeProto node in graph.Node)
        {
            Assert.All(node.Input, input => Assert.Contains(input, known));
            Assert.True(known.Add(Assert.Single(node.Output)));
        }
        Assert.Equal(graph.Node.Count, graph.Node.Select(node => node.Name).Distinct().Count());
        Assert.All(sample.Network.Layers, layer => Assert.Contains(graph.Node, node => node.Name == layer.Name));
        Assert.All(sample.Network.Weights, weight => Assert.Contains(graph.Initializer, tensor => tensor.Name == weight.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(128)]
    public void Refuses_an_oversampling_that_is_not_exact(int oversampling)
    {
        using var sample = new PackedSample();
        Assert.Contains($"got {oversampling}", Assert.Throws<ArgumentException>(() => Build(sample, new OnnxGraphOptions { Oversampling = oversampling })).Message);
    }

    private static ModelProto Build(PackedSample sample, OnnxGraphOptions options)
    {
        PackagedModel model = ModelZip.Read(sample.Path);
        return OnnxGraph.Build(model.Manifest, model.Weights, options);
    }

    private static string Described(ValueInfoProto value)
    {
        TypeProto.Types.Tensor type = value.Type.TensorType;
        string kind = type.ElemType switch { 1 => "float", 7 => "int64", 9 => "bool", int other => $"{other}" };
        return $"{value.Name} {kind} [{string.Join(", ", type.Shape.Dim.Select(dim => dim.DimParam.Length > 0 ? dim.DimParam : $"{dim.DimValue}"))}]";
    }

    private static Picture Drawn(int side, ulong seed)
    {
        var random = new Pcg32(seed, stream: 5);
        return new Picture(side, side, [.. Enumerable.Range(0, side * side * 3).Select(_ => (byte)random.NextUInt())]);
    }

    /// <summary>Pictures one behind the other, every pixel repeated.</summary>
    private static DirectOnnx.Value Input(Picture[] pictures, int repeats)
    {
        int side = pictures[0].Width, wide = side * repeats;
        var data = new List<double>();
        foreach (Picture picture in pictures)
        {
            for (int i = 0; i < wide * wide * 3; i++)
                data.Add(picture.Pixels[((i / 3 / wide / repeats * side) + (i / 3 % wide / repeats)) * 3 + (i % 3)]);
        }
        return new DirectOnnx.Value([pictures.Length, wide, wide, 3], [.. data]);
    }
}
