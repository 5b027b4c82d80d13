using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Networks;

public class NetworkPlanTests
{
    private const int Side = 64;
    private const int Picture = Side * Side * 3;

    public static TheoryData<string> Boundaries => ["block1", "block1_conv2", "block2_pool", "block3", "block5", "flatten", "dense_1", "dense_2"];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Frozen_layers_have_no_gradient_and_the_others_the_same(string boundary)
    {
        using EngineStep engine = EngineStep.Vgg("vgg16", Side, 3, threads: 2);
        float[] pictures = Draw.NormalFloats(4 * Picture, 1);
        int[] labels = [0, 1, 2, 1];
        engine.Network.Plan(4, trainFrom: 0);
        float[] logits = engine.Pass(pictures, labels).Logits;
        Dictionary<string, float[]> all = engine.Gradients();

        int from = engine.Network.IndexOf(boundary);
        engine.Network.Plan(4, trainFrom: from);
        Tolerance.SameBits(logits, engine.Pass(pictures, labels).Logits, "logits");
        Dictionary<string, float[]> some = engine.Gradients();
        Assert.Equal(engine.Network.Layers.Skip(from).SelectMany(layer => layer.Parameters).Select(parameter => parameter.Name), some.Keys);
        foreach ((string name, float[] gradient) in some)
            Tolerance.SameBits(all[name], gradient, name);
    }

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Passes_may_start_at_features_that_were_computed_before(string boundary)
    {
        using EngineStep engine = EngineStep.Vgg("vgg16", Side, 2, threads: 2);
        float[] pictures = Draw.NormalFloats(3 * Picture, 1);
        int[] labels = [1, 0, 1];
        int start = engine.Network.IndexOf(boundary);
        engine.Network.Plan(3, trainFrom: start);
        float[] logits = engine.Pass(pictures, labels).Logits;
        Dictionary<string, float[]> gradients = engine.Gradients();

        engine.Network.Plan(3, end: start);
        engine.Cpu.Upload(pictures, engine.Network.Input);
        float[] features = EngineStep.Values(engine.Network.Forward(3));
        engine.Network.Plan(3, trainFrom: start, start: start);
        Tolerance.SameBits(logits, engine.Pass(features, labels).Logits, "logits");
        foreach ((string name, float[] gradient) in engine.Gradients())
            Tolerance.SameBits(gradients[name], gradient, name);
    }

    /// <summary>Threads read a layer's input while others write its output; a convolution may write what the pooling layer above gives.</summary>
    [Theory]
    [InlineData("vgg16", 14, 14)]
    [InlineData("vgg11", 21, 5)]
    [InlineData("vgg16", 0, 3)]
    public void No_layer_writes_where_its_input_is(string name, int trainFrom, int batch)
    {
        using EngineStep engine = EngineStep.Vgg(name, 64, 2);
        IReadOnlyList<Layer> layers = engine.Network.Layers;
        using var buffers = new NetworkBuffers(engine.Network, batch, Math.Min(trainFrom, layers.Count), 0, layers.Count);
        foreach (Stage stage in buffers.Stages)
        {
            for (int i = stage.First; i < stage.End; i++)
            {
                if (layers[i].InPlace)
                    continue;
                int written = buffers.Pools(stage, i) ? i + 1 : i;
                Assert.NotSame(buffers.InputOf(i).Storage, buffers.OutputOf(written).Storage);
                i = written;
            }
        }
    }

    [Fact]
    public void A_smaller_last_batch_and_a_full_one_after_it()
    {
        using EngineStep engine = EngineStep.Vgg("vgg11", 32, 3);
        float[] pictures = Draw.NormalFloats(5 * 32 * 32 * 3, 1);
        engine.Network.Plan(5, trainFrom: 0);
        float[] five = engine.Pass(pictures, [0, 1, 2, 0, 1]).Logits;
        float[] gradient = engine.Gradients()["block1_conv1/kernel"];
        float[] two = engine.Logits(pictures[..(2 * 32 * 32 * 3)], 2);
        Assert.Equal(6, two.Length);
        Tolerance.Near(five[..6], two, 1e-5, "two of five");
        Tolerance.SameBits(five, engine.Pass(pictures, [0, 1, 2, 0, 1]).Logits, "five again");
        Tolerance.SameBits(gradient, engine.Gradients()["block1_conv1/kernel"], "gradient again");
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Network.Forward(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Network.Forward(0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_takes_no_memory_from_the_managed_heap(bool normalized)
    {
        using EngineStep engine = EngineStep.Vgg("vgg16", 32, 2, normalized, threads: 2, dropout: 0.5f);
        engine.Network.Plan(4, trainFrom: 0);
        float[] pictures = Draw.NormalFloats(4 * 32 * 32 * 3, 1), gradient = [0.1f, -0.2f, 0.3f, -0.4f];
        engine.LogitGradient = gradient;

        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            engine.Cpu.Upload(pictures, engine.Network.Input);
            engine.Network.ForwardTraining(4);
            engine.Network.Backward(gradient);
            engine.Step(0.01, 0.9, 0);
        }
    }

    [Fact]
    public void Inference_leaves_statistics_and_dropout_alone()
    {
        using EngineStep engine = EngineStep.Vgg("vgg13", 32, 2, normalized: true, dropout: 0.5f);
        float[] pictures = Draw.NormalFloats(2 * 32 * 32 * 3, 1);
        engine.Network.Plan(2, trainFrom: 0);
        Dictionary<string, double[]> before = engine.Weights();
        float[] logits = engine.Logits(pictures, 2, training: false);
        Tolerance.SameBits(logits, engine.Logits(pictures, 2, training: false), "twice");
        Assert.Equal(before, engine.Weights());
        Assert.NotEqual(logits, engine.Logits(pictures, 2, training: true));
        Assert.NotEqual(before["block1_bn1/moving_mean"], engine.Weights()["block1_bn1/moving_mean"]);
    }

    [Fact]
    public void Names_and_places_are_Keras_s()
    {
        using EngineStep engine = EngineStep.Vgg("vgg16", 32, 2);
        Assert.Equal(
            "block1_conv1 block1_conv2 block1_pool block2_conv1 block2_conv2 block2_pool block3_conv1 block3_conv2 block3_conv3 block3_pool "
            + "block4_conv1 block4_conv2 block4_conv3 block4_pool block5_conv1 block5_conv2 block5_conv3 block5_pool flatten dense_1 dense_2",
            string.Join(' ', engine.Network.Layers.Select(layer => layer.Name)));
        Assert.Equal(14, engine.Network.IndexOf("block5"));
        ArgumentException e = Assert.Throws<ArgumentException>(() => engine.Network.IndexOf("block"));
        Assert.StartsWith("No layer or block is named 'block'; the layers are block1_conv1, ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Giving_a_network_back_twice_gives_its_memory_back_once()
    {
        using var device = new Cpu(1);
        using Tensor other = device.Allocate(new Shape(7));
        Network network = VggClassifier.Create(device, Vgg.Named("vgg11"), 1 / 16.0, 32, new Head { Units = 4, Dropout = 0.5f }, 2);
        network.Plan(2, trainFrom: 0);
        network.Dispose();
        network.Dispose();
        Assert.Equal(7 * sizeof(float), device.AllocatedBytes);
    }
}
