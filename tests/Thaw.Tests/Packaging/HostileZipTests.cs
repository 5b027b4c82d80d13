using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Thaw.Packaging;

namespace Thaw.Tests.Packaging;

public sealed class HostileZipTests : IDisposable
{
    private readonly PackedSample _sample = new();

    private byte[] Weights => ZipParts.Entry(_sample.Bytes, ZipParts.Graph);

    private byte[] Manifest => ZipParts.Entry(_sample.Bytes, "manifest.json");

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(21)]
    [InlineData(100_000)]
    public void A_file_that_is_no_zip_is_refused(int length) => Refused(new byte[length], "no zip");

    [Fact]
    public void A_file_that_is_cut_off_is_refused() => Refused(_sample.Bytes[..^30], "no zip");

    [Fact]
    public void An_empty_zip_lacks_the_manifest() => Refused(ZipParts.Zip(), "no entry 'manifest.json'");

    [Fact]
    public void Missing_weights_are_named() => Refused(ZipParts.Zip(("manifest.json", Manifest)), $"no entry '{ZipParts.Graph}'");

    [Fact]
    public void Compressed_and_foreign_entries_do_no_harm()
    {
        byte[] zip = ZipParts.Zip(CompressionLevel.SmallestSize, ("../../etc/passwd", [1]), ("/absolute", [2]), ("C:\\evil.dll", [3]),
            ("TransformerChain/Model.key", [4]), ("manifest.json", Manifest), (ZipParts.Graph, Weights), ("empty/", []));
        PackagedModel model = ModelZip.ReadFrom(new MemoryStream(zip));
        Assert.Equal(_sample.Network.Weights.Count(), model.Weights.Count);
        Assert.Equal([_sample.BackboneFile], Directory.GetFiles(_sample.Folder.Path));
    }

    [Fact]
    public void Weights_are_found_where_the_manifest_points()
    {
        string manifest = ZipParts.Manifest(_sample.Bytes).Replace(ZipParts.Graph, "deeper/other", StringComparison.Ordinal);
        byte[] zip = ZipParts.Zip(("deeper/other", Weights), (ZipParts.Graph, [1, 2, 3]), ("manifest.json", Encoding.UTF8.GetBytes(manifest)));
        Assert.Equal("deeper/other", ModelZip.ReadFrom(new MemoryStream(zip)).Manifest.WeightsEntry);
    }

    [Fact]
    public void A_manifest_cannot_point_out_of_the_zip()
    {
        string path = _sample.Folder.Write("outside", Weights);
        foreach (string entry in new[] { path, "../outside", $"./{ZipParts.Graph}", $"/{ZipParts.Graph}", ZipParts.Graph.ToUpperInvariant() })
            Refused(ZipParts.WithManifest(_sample.Bytes, ZipParts.Manifest(_sample.Bytes).Replace(ZipParts.Graph, entry.Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)), "has no entry");
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData(ZipParts.Graph)]
    [InlineData("other")]
    public void A_name_that_stands_twice_is_refused(string name) =>
        Refused(ZipParts.Zip(("manifest.json", Manifest), (ZipParts.Graph, Weights), ("other", [1]), (name, [1])), $"'{name}' twice");

    [Fact]
    public void Changed_weights_are_refused()
    {
        byte[] changed = Weights;
        changed[^1] ^= 1;
        Refused(ZipParts.Zip(("manifest.json", Manifest), (ZipParts.Graph, changed)), "SHA-256");
    }

    [Fact]
    public void A_changed_manifest_fails_its_checksum()
    {
        byte[] changed = (byte[])_sample.Bytes.Clone();
        changed[changed.AsSpan().IndexOf("class 0"u8)] = (byte)'g';
        Refused(changed, "CRC-32");
    }

    [Fact]
    public void Weights_of_another_size_than_the_network_are_not_even_read()
    {
        Refused(WithWeights([]), "should have");
        Refused(WithWeights(new byte[Weights.Length + (1 << 21)]), "should have");
    }

    [Fact]
    public void A_huge_manifest_is_not_even_read()
    {
        byte[] manifest = new byte[(8 << 20) + 1];
        Array.Fill(manifest, (byte)' ');
        Manifest.CopyTo(manifest, 0);
        AssertCheap(ZipParts.Zip(CompressionLevel.Optimal, ("manifest.json", manifest), (ZipParts.Graph, Weights)), "should have 0 to");
    }

    [Fact]
    public void A_manifest_of_a_huge_network_takes_no_memory()
    {
        string manifest = ZipParts.Manifest(_sample.Bytes);
        string wide = manifest.Replace("\"width\": 0.0625", "\"width\": 16", StringComparison.Ordinal);
        Assert.NotEqual(manifest, wide);
        AssertCheap(ZipParts.WithManifest(_sample.Bytes, wide), "more than Thaw can hold");
        string large = wide.Replace("\"imageSize\": 32", "\"imageSize\": 4096", StringComparison.Ordinal).Replace("\"units\": 16", "\"units\": 65536", StringComparison.Ordinal);
        Assert.NotEqual(wide, large);
        AssertCheap(ZipParts.WithManifest(_sample.Bytes, large), "more than Thaw can hold");
        AssertCheap(ZipParts.WithManifest(_sample.Bytes, manifest.Replace("\"width\": 0.0625", "\"width\": 1", StringComparison.Ordinal)), "should have");
    }

    [Fact]
    public void A_zip_bomb_is_not_inflated()
    {
        string manifest = ZipParts.Manifest(_sample.Bytes).Replace("\"width\": 0.0625", "\"width\": 1", StringComparison.Ordinal);
        long weights = WeightLayout.Of(ManifestReader.Read(Encoding.UTF8.GetBytes(manifest))).Sum(shape => shape.Count);
        byte[] bomb = ZipParts.Zip(CompressionLevel.Fastest, ("manifest.json", Encoding.UTF8.GetBytes(manifest)), (ZipParts.Graph, new byte[4 * weights]));
        Assert.True(bomb.Length < weights / 20, $"{bomb.Length} bytes");
        AssertCheap(bomb, "times its compressed size");
    }

    [Fact]
    public void An_entry_longer_than_stated_is_refused()
    {
        // States the size of the manifest as 100 bytes less than it has, in both headers, with a deflate stream that gives all of it
        byte[] zip = ZipParts.Zip(CompressionLevel.Fastest, ("manifest.json", Manifest), (ZipParts.Graph, Weights));
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        foreach (int at in new[] { 22, directory + 24 })
        {
            Assert.Equal(Manifest.Length, BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(at)));
            BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(at), Manifest.Length - 100);
        }
        Refused(zip, "manifest.json");
    }

    [Fact]
    public void A_directory_of_too_many_entries_is_refused()
    {
        (string, byte[])[] many = Enumerable.Range(0, 300).Select(i => ($"entry {i}", new byte[1])).ToArray();
        AssertCheap(ZipParts.Zip([("manifest.json", Manifest), (ZipParts.Graph, Weights), .. many]), "at most 256 entries");
        // The same, but the end of the directory claims two entries
        byte[] zip = ZipParts.Zip([("manifest.json", Manifest), (ZipParts.Graph, Weights), .. many]);
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 2);
        Refused(zip, "damaged");
    }

    [Fact]
    public void A_large_directory_is_refused_before_it_is_read()
    {
        (string, byte[])[] many = Enumerable.Range(0, 40_000).Select(i => ($"entry {i}", Array.Empty<byte>())).ToArray();
        byte[] zip = ZipParts.Zip(many);
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 2);
        AssertCheap(zip, "a directory of 0 to");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(1_000_000_000_000)]
    public void An_entry_that_says_it_lies_elsewhere_is_refused(long offset)
    {
        // The manifest's place in the directory says "see the Zip64 field", and that field (APPNOTE 4.5.3) points out of the file
        byte[] zip = _sample.Bytes;
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8), extra = directory + 46 + "manifest.json".Length;
        byte[] field = [1, 0, 8, 0, .. new byte[8]];
        BinaryPrimitives.WriteInt64LittleEndian(field.AsSpan(4), offset);
        byte[] changed = [.. zip[..extra], .. field, .. zip[extra..]];
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(directory + 42), uint.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(directory + 30), (ushort)field.Length);
        int size = changed.Length - 22 - directory;
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(changed.Length - 10), size);
        Refused(changed, "damaged");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(16)]
    public void A_second_directory_is_not_followed(int field)
    {
        byte[] changed = (byte[])_sample.Bytes.Clone();
        changed.AsSpan(changed.Length - 22 + field, field == 16 ? 4 : 2).Fill(0xFF);
        Refused(changed, "a model zip");
    }

    /// <summary>Other weights with the right hash.</summary>
    private byte[] WithWeights(byte[] weights)
    {
        string manifest = ZipParts.Manifest(_sample.Bytes).Replace(Hash(Weights), Hash(weights), StringComparison.Ordinal);
        return ZipParts.Zip(("manifest.json", Encoding.UTF8.GetBytes(manifest)), (ZipParts.Graph, weights));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Refused(byte[] zip, string reason)
    {
        string path = _sample.Folder.Write("hostile.zip", zip);
        var e = Assert.Throws<ModelFormatException>(() => ModelZip.Read(path));
        Assert.StartsWith($"'{path}' is no model that can be loaded: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        File.Delete(path);
    }

    /// <summary>Refused, and with less memory than 2 MB.</summary>
    private static void AssertCheap(byte[] zip, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ModelFormatException>(() => ModelZip.ReadFrom(new MemoryStream(zip)));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.True(taken < 2 << 20, $"{taken} bytes taken");
    }
}
