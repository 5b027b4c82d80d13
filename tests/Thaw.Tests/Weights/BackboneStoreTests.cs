using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.Packaging;
using Thaw.Weights;
using Thaw.Weights.Store;

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
        Backbone found = BackboneStore.Find("vgg16-tiny", Two, name => File.OpenRead(name == "vgg16-tiny" ? sample.BackboneFile : "wrong"), () => null);
        Assert.Equal(("vgg16-tiny", sample.Backbone.Sha256), (found.Name, found.Sha256));
        Assert.Equal(sample.Backbone.Preprocessing.Mean, found.Preprocessing.Mean);
    }

    [Fact]
    public void Every_file_in_data_backbones_is_built_in_and_loads()
    {
        string folder = RepositoryRoot.Combine("data", "backbones");
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.safetensors").Where(file => !file.EndsWith(".source.safetensors", StringComparison.Ordinal))] : [];
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
    [InlineData("resnet", "built in: vgg16-small, vgg16-tiny; to be had with 'thaw weights download NAME': vgg16-keras, vgg16-torchvision; "
        + "the path of a .safetensors, .h5 or .onnx file works too")]
    [InlineData("vgg16-kreas", "Did you mean 'vgg16-keras'?")]
    [InlineData("vgg16-keras", "is not here yet; download it with: thaw weights download vgg16-keras")]
    [InlineData("no/such/place", "No backbone at 'no/such/place'")]
    [InlineData("missing.safetensors", "No backbone at 'missing.safetensors'")]
    public void An_unknown_name_says_what_there_is(string name, string message)
    {
        var e = Assert.Throws<FileNotFoundException>(() => BackboneStore.Find(name, Two, _ => throw new InvalidOperationException(), () => null));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(name == "resnet", !e.Message.Contains("Did you mean", StringComparison.Ordinal) && e.Message.Contains("built in", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stored_backbone_is_found_by_its_name_behind_files_and_built_in_ones()
    {
        using var sample = new PackedSample();
        var store = new BackboneFolder(sample.Folder.At("weights"));
        store.Import(sample.BackboneFile, "mine.v1");
        Backbone found = BackboneStore.Find("mine.v1", Two, _ => throw new InvalidOperationException(), () => store);
        Assert.Equal(("mine.v1", sample.Backbone.Sha256), (found.Name, found.Sha256));
        var e = Assert.Throws<FileNotFoundException>(() => BackboneStore.Find("mine.v2", Two, _ => throw new InvalidOperationException(), () => store));
        Assert.Contains("stored: mine.v1; to be had", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Did you mean 'mine.v1'?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_built_in_one_is_loaded_whatever_files_there_are()
    {
        Assert.Equal("vgg16-tiny", BackboneStore.LoadBuiltIn("vgg16-tiny").Name);
        Assert.Throws<ArgumentException>(() => BackboneStore.LoadBuiltIn("resnet"));
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
        Assert.Equal(["a", "b"], BackboneStore.NamesIn(["backbones/b.safetensors", "backbones/a.safetensors", "backbones/a.source.safetensors", "other/c.safetensors", "backbones/d.txt"]));
}
