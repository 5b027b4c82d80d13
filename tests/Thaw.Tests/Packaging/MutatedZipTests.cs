using System.Text;
using Thaw.Kernels;
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
            byte[] mutated = Mutate(sample.Bytes, seed, most: 4);
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
        byte[] weights = ZipParts.Entry(sample.Bytes, "weights.safetensors");
        using var device = new Cpu(1);
        int refused = 0, read = 0;
        for (ulong seed = 0; seed < 800; seed++)
        {
            byte[] zip = ZipParts.Zip(("manifest.json", Mutate(manifest, seed, most: 1)), ("weights.safetensors", weights));
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

    /// <summary>Some changes: bytes replaced, bits flipped, a piece removed, doubled or zeroed, the end cut off. Half hit the beginning or the end.</summary>
    private static byte[] Mutate(byte[] bytes, ulong seed, int most)
    {
        var random = new Pcg32(seed, stream: 77);
        var result = new List<byte>(bytes);
        for (int change = random.NextInt(most); change >= 0 && result.Count > 64; change--)
        {
            int at = random.NextInt(2) == 0 ? random.NextInt(result.Count) : random.NextInt(2) == 0 ? random.NextInt(64) : result.Count - 1 - random.NextInt(Math.Min(220, result.Count));
            int length = Math.Min(1 + random.NextInt(40), result.Count - at);
            switch (random.NextInt(7))
            {
                case 0 or 1:
                    result[at] = (byte)random.NextUInt();
                    break;
                case 2:
                    result[at] ^= (byte)(1 << random.NextInt(8));
                    break;
                case 3:
                    result.RemoveRange(at, length);
                    break;
                case 4:
                    result.InsertRange(at, result.GetRange(at, length));
                    break;
                case 5:
                    for (int i = at; i < at + length; i++)
                        result[i] = random.NextInt(2) == 0 ? (byte)0 : (byte)0xFF;
                    break;
                default:
                    if (random.NextInt(4) == 0)
                        result.RemoveRange(at, result.Count - at);
                    else
                        result[at] = "0123456789,{}[]\"eE.-"u8[random.NextInt(20)];
                    break;
            }
        }
        return [.. result];
    }
}
