using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;

namespace Thaw.Tests.Packaging;

public class MutatedZipTests
{
    /// <summary>Damage anywhere in the file is either harmless, and then nothing changed, or refused with the one exception.</summary>
    [Fact]
    public void Damaged_files_are_refused_or_read_as_they_were()
    {
        using var sample = new PackedSample();
        PackagedModel whole = ModelZip.Read(sample.Path);
        byte[] manifest = ManifestWriter.Write(whole.Manifest);
        int refused = 0, read = 0;
        for (ulong seed = 0; seed < 1200; seed++)
        {
            byte[] mutated = Mutation.Of(sample.Bytes, seed, most: 4);
            try
            {
                PackagedModel model = ModelZip.ReadFrom(new MemoryStream(mutated));
                Assert.Equal(manifest, ManifestWriter.Write(model.Manifest));
                Assert.All(whole.Weights, tensor => Assert.True(tensor.Values.AsSpan().SequenceEqual(model.Weights[tensor.Name].Values)));
                read++;
            }
            catch (ModelFormatException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }
        Assert.True(refused > 900 && read > 10, $"{refused} refused, {read} read");
    }

    /// <summary>A manifest that was changed with all checksums right is refused, or gives a network that works.</summary>
    [Fact]
    public void Changed_manifests_are_refused_or_work()
    {
        using var sample = new PackedSample();
        byte[] manifest = ZipParts.Entry(sample.Bytes, "manifest.json");
        byte[] weights = ZipParts.Entry(sample.Bytes, ZipParts.Graph);
        using var device = new Cpu(1);
        int refused = 0, read = 0;
        for (ulong seed = 0; seed < 800; seed++)
        {
            byte[] zip = ZipParts.Zip(("manifest.json", Mutation.Of(manifest, seed, most: 1)), (ZipParts.Graph, weights));
            try
            {
                PackagedModel model = ModelZip.ReadFrom(new MemoryStream(zip));
                using Network network = model.CreateNetwork(device);
                Assert.Equal(weights.Length / 4 > 0, network.Weights.Any());
                read++;
            }
            catch (ModelFormatException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }
        Assert.True(refused > 400 && read > 20, $"{refused} refused, {read} read");
    }
}
