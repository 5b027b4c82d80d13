using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.Networks;
using Thaw.Tests.References;
using Thaw.Tests.Weights.Safetensors;
using Thaw.Weights;

namespace Thaw.Tests.Weights;

public class NetworkWeightsTests
{
    [Fact]
    public void Weights_come_back_bit_by_bit_through_a_file()
    {
        using EngineStep written = EngineStep.Vgg("vgg16", 32, 3, normalized: true, seed: 1);
        using EngineStep read = EngineStep.Vgg("vgg16", 32, 3, normalized: true, seed: 2);
        var tensors = new NamedTensors();
        NetworkWeights.Save(written.Network.Layers, tensors);
        NetworkWeights.Load(read.Network.Layers, SafetensorsBytes.Read(SafetensorsBytes.Write(tensors)), "file");
        foreach ((Parameter a, Parameter b) in written.Network.Weights.Zip(read.Network.Weights))
            Tolerance.SameBits(a.ToArray(), b.ToArray(), a.Name);
    }

    [Fact]
    public void A_missing_tensor_and_a_wrong_shape_are_told()
    {
        using EngineStep engine = EngineStep.Vgg("vgg11", 32, 2);
        var tensors = new NamedTensors { { "block1_conv1/kernel", [4, 3, 3, 3], new float[108] } };
        WeightsFormatException shape = Assert.Throws<WeightsFormatException>(
            () => NetworkWeights.Load(engine.Network.Layers, tensors, "my.h5"));
        Assert.Equal("'my.h5': tensor 'block1_conv1/kernel' should have shape [3, 3, 3, 4], got [4, 3, 3, 3].", shape.Message);
        WeightsFormatException missing = Assert.Throws<WeightsFormatException>(
            () => NetworkWeights.Load(engine.Network.Layers, [], "my.h5"));
        Assert.Equal("'my.h5' has no tensor 'block1_conv1/kernel'; expected one of shape [3, 3, 3, 4].", missing.Message);
    }

    [Fact]
    public void A_folded_network_infers_the_same()
    {
        using EngineStep normalized = EngineStep.Vgg("vgg16", 64, 3, normalized: true);
        using EngineStep folded = EngineStep.Vgg("vgg16", 64, 3);
        normalized.Load(GoldenFile.Open("step_normalized.safetensors"), "initial/", upTo: "flatten");
        var tensors = new NamedTensors();
        NetworkWeights.SaveFolded(normalized.Network.Layers, tensors);
        Assert.DoesNotContain(tensors.Names, name => name.Contains("_bn", StringComparison.Ordinal));
        NetworkWeights.Load(folded.Network.Layers, tensors, "folded");

        float[] pictures = Draw.NormalFloats(2 * 64 * 64 * 3, 1);
        normalized.Network.Plan(2);
        folded.Network.Plan(2);
        Tolerance.Near(
            normalized.Logits(pictures, 2, training: false), folded.Logits(pictures, 2, training: false), 1e-5, "logits");
    }
}
