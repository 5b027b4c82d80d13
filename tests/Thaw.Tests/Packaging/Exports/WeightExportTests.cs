using System.Runtime.InteropServices;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;
using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.KerasHdf5;
using Thaw.Weights.Onnx;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Packaging.Exports;

/// <summary>What is exported comes back to the last bit: the whole network through the readers, the backbone as a backbone.</summary>
public class WeightExportTests
{
    [Theory]
    [InlineData("vgg16", 2, 7)]
    [InlineData("vgg19", 4, 0)]
    public void Safetensors_comes_back(string network, int classes, int units)
    {
        using var sample = new ExportSample(classes, network: network, head: new Head { Units = units });
        string path = sample.Folder.At("new/model.safetensors");
        SafetensorsExport.Write(path, sample.Model);
        NamedTensors read = SafetensorsFile.Read(path);
        Same(sample.Model.Weights, read, name => name);
        Assert.Equal((network, "0.0625", "64", "bgr"), (read.Metadata["network"], read.Metadata["width"], read.Metadata["image_size"], read.Metadata["colour_order"]));
        Assert.Equal(("1", "103.939,116.779,123.68", "1,1,1", "0.4"),
            (read.Metadata["scale"], read.Metadata["mean"], read.Metadata["deviation"], read.Metadata["threshold"]));
        Assert.Equal(sample.Model.Manifest.Classes, System.Text.Json.JsonSerializer.Deserialize<string[]>(read.Metadata["classes"]));
        IsBackbone(path, sample);
    }

    [Theory]
    [InlineData("vgg16", 2, 7, 0)]
    [InlineData("vgg19", 4, 7, 0.5)]
    [InlineData("vgg11", 3, 0, 0.5)]
    public void Keras_comes_back(string network, int classes, int units, float dropout)
    {
        using var sample = new ExportSample(classes, network: network, head: new Head { Units = units, Dropout = dropout });
        string path = sample.Folder.At("new/model.h5");
        KerasExport.Write(path, sample.Model);
        Same(sample.Model.Weights, KerasHdf5File.Read(path), name => $"{name.Split('/')[0]}/{name}:0");
        IsBackbone(path, sample);
    }

    [Theory]
    [InlineData("safetensors", 1.0 / 16)]
    [InlineData("keras", 1.0 / 16)]
    [InlineData("keras", 0.03)]
    public void The_backbone_alone_comes_back_with_its_preprocessing(string format, double width)
    {
        var preprocessing = new Preprocessing { Order = ColourOrder.Rgb, Scale = 1 / 255f, Mean = [0.1f, 0.2f, 0.3f], Deviation = [0.7f, 0.8f, 1 / 3f] };
        using var sample = new ExportSample(preprocessing: preprocessing, width: width);
        string path = sample.Folder.At("backbone");
        if (format == "keras")
            KerasExport.Write(path, sample.Model, features: true);
        else
            SafetensorsExport.Write(path, sample.Model, features: true);
        NamedTensors read = format == "keras" ? KerasHdf5File.Read(path) : SafetensorsFile.Read(path);
        Assert.Equal(16, read.Count);
        Assert.DoesNotContain(read.Names, name => name.Contains("dense", StringComparison.Ordinal));
        IsBackbone(path, sample);
    }

    [Theory]
    [InlineData("vgg16", 2, 7, false)]
    [InlineData("vgg11", 4, 0, false)]
    [InlineData("vgg16", 2, 7, true)]
    public void Onnx_comes_back(string network, int classes, int units, bool features)
    {
        using var sample = new ExportSample(classes, Preprocessing.KerasVgg, network, head: new Head { Units = units });
        string path = sample.Folder.At("new/model.onnx");
        OnnxExport.Write(path, sample.Model, features);
        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph;
        foreach (NamedTensor tensor in sample.Model.Weights.Where(tensor => !features || tensor.Name.StartsWith("block", StringComparison.Ordinal)))
        {
            TensorProto stored = graph.Initializer.Single(initializer => initializer.Name == tensor.Name);
            float[] values = MemoryMarshal.Cast<byte, float>(stored.RawData.Span).ToArray();
            if (tensor.Shape.Length == 4)
                values = KernelLayout.OutermostLast(values, [.. stored.Dims.Select(size => (int)size)]);
            Tolerance.SameBits(tensor.Values, values, tensor.Name);
        }
        IsBackbone(path, sample);
    }

    [Fact]
    public void Metadata_of_a_Keras_file_that_make_no_sense_are_refused()
    {
        using var sample = new ExportSample();
        string path = sample.Folder.At("model.h5");
        KerasExport.Write(path, sample.Model, features: true);
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf("0.0625"u8);
        "abcdef"u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(path, bytes);
        Assert.Contains("expected a number for 'width', got 'abcdef'", Assert.Throws<WeightsFormatException>(() => Backbone.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        using ExportSample one = new(), two = new();
        KerasExport.Write(one.Folder.At("a.h5"), one.Model);
        KerasExport.Write(two.Folder.At("b.h5"), two.Model);
        Assert.Equal(File.ReadAllBytes(one.Folder.At("a.h5")), File.ReadAllBytes(two.Folder.At("b.h5")));
        SafetensorsExport.Write(one.Folder.At("a.safetensors"), one.Model);
        SafetensorsExport.Write(two.Folder.At("b.safetensors"), two.Model);
        Assert.Equal(File.ReadAllBytes(one.Folder.At("a.safetensors")), File.ReadAllBytes(two.Folder.At("b.safetensors")));
    }

    private static void Same(NamedTensors expected, NamedTensors read, Func<string, string> nameOf)
    {
        Assert.Equal(expected.Names.Select(nameOf).Order(StringComparer.Ordinal), read.Names.Order(StringComparer.Ordinal));
        foreach (NamedTensor tensor in expected)
        {
            Assert.Equal(tensor.Shape, read[nameOf(tensor.Name)].Shape);
            Tolerance.SameBits(tensor.Values, read[nameOf(tensor.Name)].Values, tensor.Name);
        }
    }

    private static void IsBackbone(string path, ExportSample sample)
    {
        ModelManifest manifest = sample.Model.Manifest;
        var backbone = Backbone.Load(path);
        Assert.Equal((manifest.Network, manifest.Width, manifest.ImageSize), (backbone.Network, backbone.Width, backbone.ImageSize));
        Assert.Equal((manifest.Preprocessing.Order, manifest.Preprocessing.Scale), (backbone.Preprocessing.Order, backbone.Preprocessing.Scale));
        Assert.Equal(manifest.Preprocessing.Mean, backbone.Preprocessing.Mean);
        Assert.Equal(manifest.Preprocessing.Deviation, backbone.Preprocessing.Deviation);
        using var device = new Cpu(1);
        using Network network = backbone.CreateNetwork(device, new Head { Units = 1 }, 2, seed: 1);
        foreach (Parameter parameter in network.Weights.Where(parameter => parameter.Name.StartsWith("block", StringComparison.Ordinal)))
            Tolerance.SameBits(sample.Model.Weights[parameter.Name].Values, parameter.ToArray(), parameter.Name);
    }
}
