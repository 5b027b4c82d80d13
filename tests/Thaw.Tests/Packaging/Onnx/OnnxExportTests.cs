using Thaw.Images;
using Thaw.Packaging;
using Thaw.Packaging.Onnx;
using Thaw.Tensors;
using Thaw.Tests.References;
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
