using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;
using Thaw.Weights;

namespace Thaw.Tests.Networks;

/// <summary>Whole networks, as wide as the built-in backbone, against float64.</summary>
public class AccuracyTests
{
    /// <summary>Of the largest value of a tensor.</summary>
    private const double Bound = 1e-4;

    private const int Side = 64;

    /// <summary>
    /// With the second seed a number that is 0 but for rounding falls on the other side of a ReLU than in float64, and gradients below are
    /// off by 1.6%; the oracle goes back the way that the engine went, and says by how much they differed there.
    /// </summary>
    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    public void A_step_of_VGG16(ulong seed)
    {
        const int Batch = 2;
        using EngineStep engine = EngineStep.Vgg("vgg16", Side, 2, threads: 2, seed: seed, width: 0.25);
        float[] pictures = Draw.NormalFloats(Batch * Side * Side * 3, seed + 1);
        double[] wide = Wide(pictures);
        int[] labels = [0, 1];
        var outputs = engine.Network.Layers.Where(layer => layer is Conv2D or Dense)
            .ToDictionary(layer => layer.Name, layer => Wide(Outputs(engine.Network, layer.Name, pictures)));
        var oracle = new DirectVgg([.. Vgg.Named("vgg16").Blocks], Batch, Side, Side, engine.Weights()) { Decisions = name => outputs[name] };
        Near(oracle.Features(wide), Outputs(engine.Network, "block5_pool", pictures), "features");

        engine.Network.Plan(Batch, trainFrom: 0);
        double[] logits = oracle.Logits(wide);
        Assert.InRange(oracle.Disputed, 0, 1e-6);
        oracle.Backward(DirectSigmoidCrossEntropy.LogitsGradient(logits, labels));
        Near(logits, engine.Pass(pictures, labels).Logits, "logits");
        Dictionary<string, float[]> gradients = engine.Gradients();
        Assert.Equal(oracle.Gradients.Keys.Order(StringComparer.Ordinal), gradients.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, float[] gradient) in gradients)
            Near(oracle.Gradients[name], gradient, name);
    }

    [Fact]
    public void Features_that_the_built_in_backbone_finds_in_sample_pictures()
    {
        Backbone backbone = BackboneStore.Find("vgg16-tiny");
        using var cpu = new Cpu(2);
        using Network network = backbone.CreateNetwork(cpu, new Head { Units = 4 }, 2, seed: 1);
        string[] files = [.. new[] { "cracked", "intact" }.Select(name =>
            Directory.GetFiles(RepositoryRoot.Combine("data", "surfaces", name), "*.png").Order(StringComparer.Ordinal).First())];
        float[] pictures = [.. files.SelectMany(file => Pixels(file, backbone.Preprocessing))];
        Dictionary<string, double[]> weights = network.Weights.ToDictionary(weight => weight.Name, weight => Wide(weight.ToArray()));
        var oracle = new DirectVgg([.. backbone.Network.Blocks], files.Length, Side, Side, weights);
        Near(oracle.Features(Wide(pictures)), Outputs(network, "block5_pool", pictures), "features");
    }

    private static float[] Pixels(string file, Preprocessing preprocessing)
    {
        byte[] rgb = PictureReader.Read(File.ReadAllBytes(file), Side, Side).Pixels;
        float[] values = new float[rgb.Length];
        preprocessing.Apply(rgb, values);
        return values;
    }

    private static float[] Outputs(Network network, string layer, float[] pictures)
    {
        int count = pictures.Length / (Side * Side * 3);
        network.Plan(count, end: network.IndexOf(layer) + 1);
        network.Device.Upload(pictures, network.Input);
        return EngineStep.Values(network.Forward(count));
    }

    private static void Near(double[] expected, float[] actual, string what)
    {
        Tolerance.Near(expected, actual, Bound, what);
    }

    private static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
}
