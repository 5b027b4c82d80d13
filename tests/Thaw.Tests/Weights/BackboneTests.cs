using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.Images;
using Thaw.Tests.Networks;
using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Weights;

public sealed class BackboneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "small.safetensors");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TensorEncoding.Float32, 1e-5)]
    [InlineData(TensorEncoding.Float16, 0.02)]
    public void A_saved_network_gives_the_same_features(TensorEncoding encoding, double bound)
    {
        using EngineStep trained = EngineStep.Vgg("vgg11", 64, 2, normalized: true, seed: 4);
        Save(trained, encoding);
        Backbone backbone = Backbone.Load(File);
        Assert.Equal(("small", "vgg11", 1.0 / 16, 64), (backbone.Name, backbone.Network.Name, backbone.Width, backbone.ImageSize));
        Assert.Equal(ColourOrder.Bgr, backbone.Preprocessing.Order);
        Assert.Equal([103.939f, 116.779f, 123.68f], backbone.Preprocessing.Mean);
        Assert.Equal([1f, 2f, 0.1f], backbone.Preprocessing.Deviation);
        Assert.Equal(0.1f, backbone.Preprocessing.Scale);
        Assert.Equal("here", backbone.Metadata["origin"]);
        Assert.Matches("^[0-9a-f]{64}$", backbone.Sha256);

        using var cpu = new Cpu(1);
        using Network network = backbone.CreateNetwork(cpu, new Head { Units = 8 }, 3, seed: 1);
        float[] pictures = Draw.NormalFloats(2 * 64 * 64 * 3, 1);
        Tolerance.Near(Features(trained.Network, pictures), Features(network, pictures), bound, "features");
        using Network larger = backbone.CreateNetwork(cpu, new Head(), 2, seed: 1, imageSize: 96);
        Assert.Equal(new Shape(1, 96, 96, 3), larger.InputShapes[0]);
    }

    [Theory]
    [InlineData("width", null)]
    [InlineData("width", "0")]
    [InlineData("width", "NaN")]
    [InlineData("width", "17")]
    [InlineData("image_size", "31")]
    [InlineData("image_size", "1e300")]
    [InlineData("colour_order", "RGB")]
    [InlineData("mean", "1,2")]
    [InlineData("mean", "1,2,x")]
    [InlineData("deviation", "1,0,1")]
    public void Metadata_that_make_no_sense_are_refused(string key, string? value)
    {
        using (EngineStep trained = EngineStep.Vgg("vgg11", 32, 2))
            Save(trained, TensorEncoding.Float32);
        NamedTensors good = SafetensorsFile.Read(File);
        var metadata = new Dictionary<string, string>(good.Metadata);
        metadata.Remove(key);
        if (value is not null)
            metadata[key] = value;
        var bad = new NamedTensors(metadata);
        foreach (NamedTensor tensor in good)
            bad.Add(tensor);
        SafetensorsFile.Write(File, bad);
        WeightsFormatException e = Assert.Throws<WeightsFormatException>(() => Backbone.Load(File));
        Assert.Contains("'small'", e.Message, StringComparison.Ordinal);
    }

    private void Save(EngineStep trained, TensorEncoding encoding)
    {
        var preprocessing = new Preprocessing
        {
            Order = ColourOrder.Bgr,
            Scale = 0.1f,
            Mean = [103.939f, 116.779f, 123.68f],
            Deviation = [1, 2, 0.1f],
        };
        Backbone.Save(
            File, trained.Network, Vgg.Named("vgg11"), 1.0 / 16, preprocessing, encoding,
            new Dictionary<string, string> { ["origin"] = "here" });
    }

    private static float[] Features(Network network, float[] pictures)
    {
        network.Plan(2, end: network.IndexOf("flatten"));
        network.Device.Upload(pictures, network.Input);
        return EngineStep.Values(network.Forward(2));
    }
}
