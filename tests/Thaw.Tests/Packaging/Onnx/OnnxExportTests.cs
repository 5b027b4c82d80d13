using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Packaging.Onnx;
using Thaw.Tensors;
using Thaw.Tests.Images;
using Thaw.Tests.References;
using Thaw.Training;
using Thaw.Weights;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Packaging.Onnx;

public class OnnxExportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_gives_back_every_weight_to_the_last_bit(bool features)
    {
        using var sample = new PackedSample();
        PackagedModel model = ModelZip.Read(sample.Path);
        string path = sample.Folder.At("new folder/model.onnx");
        OnnxExport.Write(path, model, features);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(OnnxExport.Bytes(model, new OnnxGraphOptions { Features = features }), bytes);
        Assert.Equal(["model.onnx"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        NamedTensors tensors = OnnxWeights.Read(OnnxFile.Read(bytes));
        Assert.Equal(model.Weights.Names.Where(name => !features || name.StartsWith("block", StringComparison.Ordinal)).Order(), tensors.Names.Order());
        foreach (NamedTensor tensor in tensors)
        {
            Assert.Equal(model.Weights[tensor.Name].Shape, tensor.Shape);
            Tolerance.SameBits(model.Weights[tensor.Name].Values, tensor.Values, tensor.Name);
        }
        Assert.Equal("vgg16", tensors.Metadata["network"]);
    }

    [Theory]
    [InlineData(ColourOrder.Rgb, 1, ResizeFilter.Triangle)]
    [InlineData(ColourOrder.Bgr, 1, ResizeFilter.Triangle)]
    [InlineData(ColourOrder.Rgb, 2, ResizeFilter.Triangle)]
    [InlineData(ColourOrder.Bgr, 8, ResizeFilter.Triangle)]
    [InlineData(ColourOrder.Rgb, 64, ResizeFilter.Triangle)]
    [InlineData(ColourOrder.Bgr, 4, ResizeFilter.Box)]
    public void A_file_is_a_backbone(ColourOrder order, int oversampling, ResizeFilter filter)
    {
        using var sample = new PackedSample(imageSize: 64);
        PackagedModel model = ModelZip.Read(sample.Path);
        var preprocessing = new Preprocessing { Order = order, Scale = 1f / 3, Mean = [0.1f, 1f / 7, 3], Deviation = [1, 2, 1f / 9] };
        model = new PackagedModel(model.Manifest with { Preprocessing = preprocessing, ResizeFilter = filter }, model.Weights);
        byte[] bytes = OnnxExport.Bytes(model, new OnnxGraphOptions { Oversampling = oversampling });
        Backbone backbone = Backbone.Load(new MemoryStream(bytes), "exported");
        Assert.Equal(("vgg16", 1.0 / 16, 64, "ONNX by Thaw"), (backbone.Network.Name, backbone.Width, backbone.ImageSize, backbone.Metadata["source"]));
        Assert.Equal((order, 1f / 3), (backbone.Preprocessing.Order, backbone.Preprocessing.Scale));
        Assert.Equal(preprocessing.Mean, backbone.Preprocessing.Mean);
        Assert.Equal(preprocessing.Deviation, backbone.Preprocessing.Deviation);
        foreach (NamedTensor tensor in OnnxVgg.Import(OnnxFile.Read(bytes)))
            Tolerance.SameBits(model.Weights[tensor.Name].Values, tensor.Values, tensor.Name);
    }

    [Fact]
    public void A_backbones_graph_gives_its_features_and_is_a_backbone()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = BackboneStore.LoadBuiltIn("vgg16-tiny");
        string path = folder.At("new/features.onnx");
        OnnxExport.WriteFeatures(path, backbone, 32, oversampling: 2);
        ModelProto graph = OnnxFile.Read(File.ReadAllBytes(path));
        Assert.Equal(("Pixels", 64L), (graph.Graph.Input.Single().Name, graph.Graph.Input.Single().Type.TensorType.Shape.Dim[1].DimValue));
        Picture small = Sample.Noise(32, 32, 7), large = ReducedPictures.Nearest(small, 64);
        double[] features = DirectOnnx.Run(graph, new DirectOnnx.Value([1, 64, 64, 3], [.. large.Pixels.Select(value => (double)value)]))["Features"].Data;
        using var device = new Cpu(1);
        using Network network = backbone.CreateNetwork(device, new Head(), 2, 0, 32);
        var images = LoadedImages.Of(ImageSet.Of("one", ["a", "b"], [new ImageFile("", "1", 0), new ImageFile("", "2", 1)]), [small, small]);
        float[] expected = Activations.Of(network, new Examples(images, [0]), backbone.Preprocessing, ["block5_pool"], pooled: false)[0];
        Assert.Equal(expected.Length, features.Length);
        Assert.All(expected.Zip(features), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * expected.Max()));
        Assert.Equal(32, Backbone.Load(path).ImageSize);
    }

    [Theory]
    [InlineData(32, 4)]
    [InlineData(224, 4)]
    [InlineData(1025, 2)]
    [InlineData(4096, 1)]
    public void Oversampling_keeps_pictures_below_a_size(int imageSize, int expected) => Assert.Equal(expected, OnnxExport.OversamplingFor(imageSize));

    [Fact]
    public void A_width_that_the_first_block_does_not_tell_comes_back()
    {
        // 19 channels in the first block are 0.296875 of 64, which would give the third block 76 instead of 77
        using var sample = new PackedSample();
        ModelManifest manifest = ModelZip.Read(sample.Path).Manifest with { Width = 0.3 };
        var weights = new NamedTensors();
        foreach (WeightShape shape in WeightLayout.Of(manifest))
            weights.Add(shape.Name, [.. shape.Shape.Select(size => (int)size)], new float[shape.Count]);
        Assert.Equal(0.3, Backbone.Load(new MemoryStream(OnnxExport.Bytes(new PackagedModel(manifest, weights))), "exported").Width);
    }
}
