using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.Packaging;
using Thaw.Weights;

namespace Thaw.Tests.Weights;

public class BackboneStoreTests
{
    private static readonly string[] Two = ["vgg16-small", "vgg16-tiny"];

    [Fact]
    public void A_file_is_found_by_its_path()
    {
        using var sample = new PackedSample();
        Backbone found = BackboneStore.Find(sample.BackboneFile);
        Assert.Equal(("tiny", sample.Backbone.Sha256), (found.Name, found.Sha256));
    }

    [Fact]
    public void A_built_in_backbone_is_found_by_its_name()
    {
        using var sample = new PackedSample();
        Backbone found = BackboneStore.Find("vgg16-tiny", Two, name => File.OpenRead(name == "vgg16-tiny" ? sample.BackboneFile : "wrong"));
        Assert.Equal(("vgg16-tiny", sample.Backbone.Sha256), (found.Name, found.Sha256));
        Assert.Equal(sample.Backbone.Preprocessing.Mean, found.Preprocessing.Mean);
    }

    [Fact]
    public void Every_file_in_data_backbones_is_built_in_and_loads()
    {
        string folder = RepositoryRoot.Combine("data", "backbones");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.safetensors") : [];
        Assert.Equal(files.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), BackboneStore.Names);
        using var device = new Cpu(1);
        foreach (string file in files)
        {
            Backbone found = BackboneStore.Find(Path.GetFileNameWithoutExtension(file));
            Assert.Equal(Backbone.Load(file).Sha256, found.Sha256);
            using Network network = found.CreateNetwork(device, new Head { Units = 0 }, 2, seed: 1);
            Assert.All(network.Weights, weight => Assert.All(weight.ToArray(), value => Assert.True(float.IsFinite(value))));
        }
    }

    [Theory]
    [InlineData("vgg16-tyni", "Did you mean 'vgg16-tiny'?")]
    [InlineData("VGG16-small", "Did you mean 'vgg16-small'?")]
    [InlineData("resnet", "built in: vgg16-small, vgg16-tiny; the path of a .safetensors, .h5 or .onnx file works too")]
    [InlineData("no/such/place", "No backbone at 'no/such/place'")]
    [InlineData("missing.safetensors", "No backbone at 'missing.safetensors'")]
    public void An_unknown_name_says_what_there_is(string name, string message)
    {
        var e = Assert.Throws<FileNotFoundException>(() => BackboneStore.Find(name, Two, _ => throw new InvalidOperationException()));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(name == "resnet", !e.Message.Contains("Did you mean", StringComparison.Ordinal) && e.Message.Contains("built in", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_named_with_its_neighbour()
    {
        using var sample = new PackedSample();
        var e = Assert.Throws<FileNotFoundException>(() => BackboneStore.Find(sample.Folder.At("tinny.safetensors")));
        Assert.EndsWith($"Did you mean '{sample.BackboneFile}'?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_resources_of_backbones_are_names() =>
        Assert.Equal(["a", "b"], BackboneStore.NamesIn(["backbones/b.safetensors", "backbones/a.safetensors", "other/c.safetensors", "backbones/d.txt"]));
}
