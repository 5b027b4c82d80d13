using Thaw.Tests.Images;
using Thaw.Tests.Weights.KerasHdf5;
using Thaw.Weights;
using Thaw.Weights.Safetensors;
using Thaw.Weights.Store;

namespace Thaw.Tests.Weights.Store;

public sealed class BackboneFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Keras => Hdf5Fixture.PathOf("keras-old");

    private BackboneFolder Store => new(_folder.At("cache/weights"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_store_holds_nothing_and_makes_nothing()
    {
        Assert.Empty(Store.ListNames());
        Assert.False(Store.Contains("small"));
        Assert.Contains("Nothing is stored under the name 'small'", Assert.Throws<FileNotFoundException>(() => Store.Load("small")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("cache")));
    }

    [Fact]
    public void An_imported_file_is_kept_as_it_came()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-1);
        StoredBackbone entry = Store.Import(Keras, "small");
        Assert.Equal(entry, Store.Describe("small"));
        Assert.Equal(File.ReadAllBytes(Keras), File.ReadAllBytes(entry.File));
        Backbone source = Backbone.Load(Keras), loaded = Store.Load("small");
        Assert.Equal(("small", source.Sha256, 224), (loaded.Name, loaded.Sha256, loaded.ImageSize));
        Assert.Equal((source.Sha256, Keras, "vgg16", 1.0 / 32), (entry.Sha256, entry.Source, entry.Network, entry.Width));
        Assert.InRange(entry.Added, before, DateTimeOffset.UtcNow);
        Assert.Equal(["small"], Directory.GetFileSystemEntries(Store.Path).Select(Path.GetFileName));
        Assert.Equal(["entry.json", "small.h5"], Directory.GetFiles(Store.FolderOf("small")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_come_in_order_and_nothing_else_is_one()
    {
        foreach (string name in (string[])["b", "A.2", "a"])
            Store.Import(Keras, name);
        Directory.CreateDirectory(Path.Combine(Store.Path, ".new-0"));
        Directory.CreateDirectory(Path.Combine(Store.Path, "vgg16-tiny"));
        Directory.CreateDirectory(Path.Combine(Store.Path, "with space"));
        Assert.Equal(["A.2", "a", "b"], Store.ListNames());
    }

    [Fact]
    public void An_entry_is_replaced_only_where_that_is_asked_for()
    {
        StoredBackbone first = Store.Import(Keras, "small");
        string other = Hdf5Fixture.PathOf("keras-new");
        Assert.Contains("'small' is stored already; add --force", Assert.Throws<IOException>(() => Store.Import(other, "small")).Message, StringComparison.Ordinal);
        Assert.Equal(first.Sha256, Store.Load("small").Sha256);
        StoredBackbone second = Store.Import(other, "small", replace: true);
        Assert.Equal(Backbone.Load(other).Sha256, second.Sha256);
        Assert.Equal(second.Sha256, Store.Load("small").Sha256);
        Assert.Equal(["small"], Directory.GetFileSystemEntries(Store.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("-x")]
    [InlineData("x.")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("größe")]
    [InlineData("a:b")]
    [InlineData("nul")]
    [InlineData("Com1.h5")]
    [InlineData("vgg16-tiny")]
    [InlineData("VGG16-Tiny")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void What_is_no_name_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Store.Import(Keras, name));
        Assert.False(Store.Contains(name));
        Assert.False(Directory.Exists(_folder.At("cache")));
    }

    [Fact]
    public void Names_may_be_as_long_as_that()
    {
        string name = new('x', BackboneName.MaxLength);
        Assert.Equal(name, Store.Import(Keras, name).Name);
        Assert.Null(BackboneName.Objection("vgg16_0.25-mine"));
    }

    [Fact]
    public void Only_a_whole_backbone_is_stored()
    {
        byte[] bytes = File.ReadAllBytes(Keras);
        Assert.Throws<WeightsFormatException>(() => Store.Import(_folder.Write("cut.h5", bytes[..^5000]), "small"));
        Assert.Throws<WeightsFormatException>(() => Store.Import(_folder.Write("no.txt", "no weights"u8.ToArray()), "small"));
        Assert.Throws<FileNotFoundException>(() => Store.Import(_folder.At("none.h5"), "small"));
        Assert.Contains("block3_conv2/bias", Refusal(tensor => tensor.Name == "block3_conv2/bias" ? null : tensor), StringComparison.Ordinal);
        Assert.Contains("'block1_conv1/bias' should have shape [2], got [1, 2]",
            Refusal(tensor => tensor.Name == "block1_conv1/bias" ? new NamedTensor(tensor.Name, [1, 2], tensor.Values) : tensor), StringComparison.Ordinal);
        Assert.Contains("'block2_conv2/kernel' holds a value that is not finite", Refusal(tensor => tensor.Name == "block2_conv2/kernel"
            ? new NamedTensor(tensor.Name, tensor.Shape, [float.NaN, .. tensor.Values.Skip(1)]) : tensor), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("cache")));
    }

    [Fact]
    public void The_name_of_a_published_file_is_for_that_file()
    {
        string message = Assert.Throws<WeightsFormatException>(() => Store.Import(Keras, "vgg16-keras")).Message;
        Assert.Contains("is not the published file that 'vgg16-keras' stands for (its MD5 should be 6d6bbae143d832006294945121d1f1fc, got ", message, StringComparison.Ordinal);
        Assert.Contains("(it should hold vgg16 at width 1, got vgg16 at width 0.03125)",
            Assert.Throws<WeightsFormatException>(() => Store.Import(Keras, "vgg16-torchvision")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_is_found_when_it_is_read()
    {
        StoredBackbone entry = Store.Import(Keras, "small");
        byte[] bytes = File.ReadAllBytes(Keras);
        bytes[^1] ^= 1;
        File.WriteAllBytes(entry.File, bytes);
        Assert.Equal(entry, Store.Describe("small"));
        string message = Assert.Throws<WeightsFormatException>(() => Store.Load("small")).Message;
        Assert.StartsWith($"The stored backbone 'small' is damaged: '{entry.File}' should have the SHA-256 {entry.Sha256}, got ", message, StringComparison.Ordinal);
        Assert.EndsWith("Store it again with: thaw weights import FILE --as small --force", message, StringComparison.Ordinal);
        File.WriteAllBytes(entry.File, bytes[1..]);
        Assert.Contains("should have 93672 bytes, got 93671", Damage(), StringComparison.Ordinal);
        File.Delete(entry.File);
        Assert.Contains("is missing", Damage(), StringComparison.Ordinal);
        Store.Import(Keras, "small", replace: true);
        Store.Load("small");
    }

    [Theory]
    [InlineData("\"small.h5\"", "\"../small.h5\"", "names no file in its own folder")]
    [InlineData("\"small.h5\"", "\"/etc/passwd\"", "names no file in its own folder")]
    [InlineData("\"small.h5\"", "\"..\"", "names no file in its own folder")]
    [InlineData("\"small.h5\"", "\"entry.json\"", "names no file in its own folder")]
    [InlineData("\"small.h5\"", "null", "is not as it was written")]
    [InlineData("\"name\": \"small\"", "\"name\": \"other\"", "is that of another backbone")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"x", "holds no SHA-256")]
    [InlineData("\"size\": ", "\"size\": -", "holds no SHA-256 or no size")]
    [InlineData("\"size\": ", "\"size\": 1e999, \"x\": ", "is not as it was written")]
    [InlineData("\"imageSize\": ", "\"imagesize\": ", "is not as it was written")]
    [InlineData("\"added\": \"2", "\"added\": \"x", "is not as it was written")]
    [InlineData("}", "", "is not as it was written")]
    [InlineData("{", "[", "is not as it was written")]
    [InlineData("\"vgg16\"", "\"\\ud800\"", "is not as it was written")]
    public void A_damaged_description_is_told(string old, string now, string message)
    {
        string path = Path.Combine(Path.GetDirectoryName(Store.Import(Keras, "small").File)!, EntryFile.FileName), text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
        Assert.Contains("damaged: entry.json " + message, Damage(), StringComparison.Ordinal);
        Assert.Throws<WeightsFormatException>(() => Store.Load("small"));
    }

    [Fact]
    public void A_missing_or_huge_description_is_told()
    {
        string path = Path.Combine(Path.GetDirectoryName(Store.Import(Keras, "small").File)!, EntryFile.FileName);
        File.WriteAllBytes(path, new byte[1 << 20]);
        Assert.Contains("entry.json has 1048576 bytes", Damage(), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("entry.json is missing", Damage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_imports_of_one_name_at_once_a_single_one_succeeds()
    {
        using var start = new ManualResetEventSlim();
        string[] files = [Keras, Hdf5Fixture.PathOf("keras-new")];
        Task<Exception?>[] imports = [.. Enumerable.Range(0, 6).Select(i => Task.Factory.StartNew(() =>
        {
            start.Wait();
            return (Exception?)Record.Exception(() => Store.Import(files[i % 2], "small"));
        }, default, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        start.Set();
        Exception?[] ends = await Task.WhenAll(imports);
        Assert.Single(ends, end => end is null);
        Assert.All(ends.Where(end => end is not null), end => Assert.Contains("is stored already", Assert.IsType<IOException>(end).Message, StringComparison.Ordinal));
        Store.Load("small");
        Assert.Equal(["small"], Directory.GetFileSystemEntries(Store.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_process_left_goes_after_a_day()
    {
        Store.Import(Keras, "a");
        string young = Path.Combine(Store.Path, ".new-1"), old = Path.Combine(Store.Path, ".old-2");
        foreach (string folder in (string[])[young, old])
            Directory.CreateDirectory(folder);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        Store.Import(Keras, "b");
        Assert.True(Directory.Exists(young));
        Assert.False(Directory.Exists(old));
    }

    [Theory]
    [InlineData("weights.SAFETENSORS", ".safetensors")]
    [InlineData("weights", "")]
    [InlineData("weights.json", "")]
    [InlineData("weights.h 5", "")]
    public void The_copy_has_a_plain_name(string name, string extension) =>
        Assert.Equal("small" + extension, Path.GetFileName(Store.Import(_folder.Write(name, File.ReadAllBytes(Keras)), "small").File));

    private string Damage() => Assert.Throws<WeightsFormatException>(() => Store.Describe("small")).Message;

    private string Refusal(Func<NamedTensor, NamedTensor?> change)
    {
        NamedTensors good = WeightsFile.ReadBackbone(File.ReadAllBytes(Keras));
        var bad = new NamedTensors(new Dictionary<string, string>(good.Metadata));
        foreach (NamedTensor tensor in good)
        {
            if (change(tensor) is { } changed)
                bad.Add(changed);
        }
        string path = _folder.At("changed.safetensors");
        SafetensorsFile.Write(path, bad);
        return Assert.Throws<WeightsFormatException>(() => Store.Import(path, "small")).Message;
    }
}
