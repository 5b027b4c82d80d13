using Thaw.Comparison.Advice;
using Thaw.Tensors;
using Thaw.Tests.Training;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Comparison.Advice;

public sealed class SourceStatisticsTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 10);

    public void Dispose() => _task.Dispose();

    private string BackboneFile => Path.Combine(_task.Folder, "tiny.safetensors");

    private string Beside => Path.Combine(_task.Folder, "tiny.source.safetensors");

    [Fact]
    public void They_are_found_beside_the_backbone_as_they_were_written()
    {
        Assert.Null(SourceStatistics.Find(BackboneFile, _task.Backbone));
        SourceStatistics made = Make();
        made.Write(Beside);
        SourceStatistics found = SourceStatistics.Find(BackboneFile, _task.Backbone)!;
        Assert.Equal((20, "drawn pictures"), (found.Pictures, found.Source));
        Assert.Equal(["block2_pool", "block3_pool", "block4_pool", "block5_pool"], found.Layers.Select(layer => layer.Layer));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(made.Layers[i].Mean, found.Layers[i].Mean);
            Assert.Equal(made.Layers[i].Deviation, found.Layers[i].Deviation);
            Assert.Equal(i == 3, found.Layers[i].Covariance is not null);
        }
        Assert.Equal(made.Layers[3].Covariance!.Value.ToArray(), found.Layers[3].Covariance!.Value.ToArray());
    }

    [Fact]
    public void The_built_in_backbone_has_them_and_is_alone_in_the_list()
    {
        SourceStatistics found = SourceStatistics.Find("vgg16-tiny", BackboneStore.LoadBuiltIn("vgg16-tiny"))!;
        Assert.Equal(10_000, found.Pictures);
        Assert.Equal([32, 64, 128, 128], found.Layers.Select(layer => layer.Mean.Count));
        Assert.Equal(128 * 128, found.Layers[3].Covariance!.Value.Length);
        Assert.DoesNotContain(BackboneStore.Names, name => name.Contains("source", StringComparison.Ordinal));
    }

    [Fact]
    public void What_belongs_to_other_weights_or_is_damaged_is_refused()
    {
        Make().Write(Beside);
        Assert.Contains("belongs to weights", Refused(BackboneStore.LoadBuiltIn("vgg16-tiny")), StringComparison.Ordinal);
        byte[] whole = File.ReadAllBytes(Beside);
        File.WriteAllBytes(Beside, whole[..^9]);
        Assert.Contains("thaw weights statistics", Refused(_task.Backbone), StringComparison.Ordinal);

        NamedTensors tensors;
        using (var stream = new MemoryStream(whole))
            tensors = SafetensorsFile.Read(stream);
        Damage("block5_pool/mean", tensor => null, "got none");
        Damage("block5_pool/covariance", tensor => new NamedTensor(tensor.Name, [1], [1]), "expected a tensor 'block5_pool/covariance'");
        Damage("block2_pool/deviation", tensor => new NamedTensor(tensor.Name, tensor.Shape, [.. tensor.Values.Select(_ => float.NaN)]), "not finite");
        SafetensorsFile.Write(Beside, new NamedTensors(new Dictionary<string, string> { ["backbone_sha256"] = _task.Backbone.Sha256, ["pictures"] = "-1" }));
        Assert.Contains("number of pictures", Refused(_task.Backbone), StringComparison.Ordinal);

        void Damage(string name, Func<NamedTensor, NamedTensor?> change, string message)
        {
            var damaged = new NamedTensors(tensors.Metadata);
            foreach (NamedTensor tensor in tensors)
            {
                if ((tensor.Name == name ? change(tensor) : tensor) is { } kept)
                    damaged.Add(kept);
            }
            SafetensorsFile.Write(Beside, damaged);
            Assert.Contains(message, Refused(_task.Backbone), StringComparison.Ordinal);
        }
    }

    private string Refused(Backbone backbone) => Assert.Throws<WeightsFormatException>(() => SourceStatistics.Find(BackboneFile, backbone)).Message;

    private SourceStatistics Make()
    {
        using var device = new Cpu(1);
        return SourceStatistics.Of(_task.Images, _task.Backbone, "drawn pictures", device);
    }
}
