using System.IO.Compression;
using System.Text.Json;
using Thaw.Comparison;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;
using Thaw.Tests.Images;

namespace Thaw.Tests.Packaging;

public class ModelZipTests
{
    [Theory]
    [InlineData(2, 16, 0)]
    [InlineData(2, 16, 0.5)]
    [InlineData(2, 0, 0)]
    [InlineData(5, 16, 0.3)]
    [InlineData(3, 0, 0)]
    public void Weights_come_back_to_the_last_bit(int classes, int units, float dropout)
    {
        using var sample = new PackedSample(classes, new Head { Units = units, Dropout = dropout });
        PackagedModel read = ModelZip.Read(sample.Path);
        using var device = new Cpu(2);
        using Network network = read.CreateNetwork(device);
        Assert.Equal(new Head { Units = units, Dropout = dropout }, read.Manifest.Head);
        Assert.Equal(sample.Network.Layers.Select(layer => layer.Name), network.Layers.Select(layer => layer.Name));
        Assert.Equal(sample.Network.Weights.Select(weight => weight.Name), network.Weights.Select(weight => weight.Name));
        foreach ((Parameter expected, Parameter actual) in sample.Network.Weights.Zip(network.Weights))
        {
            Assert.Equal(expected.Value.Shape, actual.Value.Shape);
            Assert.Equal(expected.ToArray().Select(BitConverter.SingleToInt32Bits), actual.ToArray().Select(BitConverter.SingleToInt32Bits));
            Assert.Contains(expected.ToArray(), value => value != 0);
        }
    }

    [Fact]
    public void The_manifest_says_what_the_model_is()
    {
        using var sample = new PackedSample(info: new ModelInfo { Threshold = 0.3f, ResizeFilter = ResizeFilter.Box }, imageSize: 48);
        ModelManifest manifest = ModelZip.Read(sample.Path).Manifest;
        Assert.Equal((2, 4), (manifest.FormatVersion, manifest.Oversampling));
        Assert.Matches(@"^\d+\.\d+\.\d+", manifest.ThawVersion);
        Assert.DoesNotContain('+', manifest.ThawVersion);
        Assert.Equal(["class 0", "class 1"], manifest.Classes);
        Assert.Equal("class 1", manifest.PositiveClass);
        Assert.Equal(0.3f, manifest.Threshold);
        Assert.Equal("vgg16", manifest.Network.Name);
        Assert.Equal(1.0 / 16, manifest.Width);
        Assert.Equal(48, manifest.ImageSize);
        Assert.Equal(ResizeFilter.Box, manifest.ResizeFilter);
        Assert.Equal(Preprocessing.Torchvision.Order, manifest.Preprocessing.Order);
        Assert.Equal(Preprocessing.Torchvision.Scale, manifest.Preprocessing.Scale);
        Assert.Equal(Preprocessing.Torchvision.Mean, manifest.Preprocessing.Mean);
        Assert.Equal(Preprocessing.Torchvision.Deviation, manifest.Preprocessing.Deviation);
        Assert.Equal((sample.Backbone.Name, sample.Backbone.Sha256), (manifest.BackboneName, manifest.BackboneSha256));
        Assert.Equal(("two-phase", ulong.MaxValue, 12), (manifest.Plan, manifest.Seed, manifest.BestEpoch));
        Assert.Equal((0.1 + 0.2, 1.0 / 3), (manifest.ValidationLoss, manifest.ValidationAccuracy));
        Assert.Equal(ZipParts.Graph, manifest.WeightsEntry);
    }

    [Fact]
    public void Defaults_are_those_of_training_and_evaluation()
    {
        using var sample = new PackedSample(classes: 3);
        ModelManifest manifest = ModelZip.Read(sample.Path).Manifest;
        Assert.Equal(0.5f, manifest.Threshold);
        Assert.Equal(new LoadOptions().Filter, manifest.ResizeFilter);
        Assert.Null(manifest.PositiveClass);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_stored_as_unknown()
    {
        using var sample = new PackedSample();
        string path = sample.Folder.At("unknown.zip");
        TrialResult trial = PackedSample.Trial with { ValidationLoss = double.NaN, ValidationAccuracy = double.NaN };
        ModelZip.Write(path, sample.Model with { Trial = trial });
        ModelManifest manifest = ModelZip.Read(path).Manifest;
        Assert.True(double.IsNaN(manifest.ValidationLoss) && double.IsNaN(manifest.ValidationAccuracy));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        using PackedSample one = new(), two = new();
        Assert.Equal(one.Bytes, two.Bytes);
        ModelZip.Write(one.Path, one.Model);
        Assert.Equal(two.Bytes, File.ReadAllBytes(one.Path));
    }

    [Fact]
    public void The_zip_is_an_ordinary_one_of_stored_entries()
    {
        using var sample = new PackedSample();
        using var zip = new ZipArchive(new MemoryStream(sample.Bytes));
        Assert.Equal(
            ["manifest.json", "TrainingInfo/Version.txt", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key",
                "TransformerChain/Transform_001/Model.key", "TransformerChain/Transform_002/Model.key", "TransformerChain/Transform_003/Model.key",
                "TransformerChain/Transform_003/OnnxModel", "Schema"],
            zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        Assert.All(zip.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
        using var manifest = JsonDocument.Parse(ZipParts.Manifest(sample.Bytes));
        Assert.Equal("onnx", manifest.RootElement.GetProperty("weights").GetProperty("format").GetString());
        JsonElement pipeline = manifest.RootElement.GetProperty("pipeline");
        Assert.Equal("ImagePath", pipeline.GetProperty("input").GetString());
        Assert.Equal(["Score", "Probability", "PredictedLabel"], pipeline.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()));
        Assert.DoesNotContain('\r', ZipParts.Manifest(sample.Bytes));
    }

    [Fact]
    public void Nothing_is_left_of_a_model_that_cannot_be_packed()
    {
        using var sample = new PackedSample();
        string path = sample.Folder.At("other/model.zip");
        void Refused(TrainedModel model, string reason) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => ModelZip.Write(path, model)).Message, StringComparison.Ordinal);
        Refused(sample.Model with { Classes = ["one", "two", "three"] }, "dense_2/kernel");
        Refused(sample.Model with { Classes = ["same", "same"] }, "twice");
        Refused(sample.Model with { Classes = ["a\nb", "c"] }, "classes[0]");
        using (var device = new Cpu(1))
        using (Network normalised = VggClassifier.Create(device, Vgg.Named("vgg16"), 1.0 / 16, 32, new Head(), 2, batchNormalization: true))
            Refused(sample.Model with { Network = normalised }, "plain VGG");
        Assert.False(Directory.Exists(sample.Folder.At("other")));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_model()
    {
        using var sample = new PackedSample();
        sample.Network.Layers[0].Parameters[1].Set([float.NaN, 0, 0, 0]);
        Assert.Throws<ArgumentException>(() => ModelZip.Write(sample.Path, sample.Model));
        Assert.Equal(sample.Bytes, File.ReadAllBytes(sample.Path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(sample.Path)!));
    }

    [Fact]
    public void A_missing_model_is_named_with_its_neighbour()
    {
        using var sample = new PackedSample();
        var e = Assert.Throws<FileNotFoundException>(() => ModelZip.Read(sample.Folder.At("models/modell.zip")));
        Assert.Contains("modell.zip", e.Message, StringComparison.Ordinal);
        Assert.Contains($"Did you mean '{sample.Path}'?", e.Message, StringComparison.Ordinal);
    }
}
