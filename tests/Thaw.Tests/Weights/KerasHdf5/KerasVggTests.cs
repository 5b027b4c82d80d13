using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.KerasHdf5;

namespace Thaw.Tests.Weights.KerasHdf5;

public class KerasVggTests
{
    /// <summary>Of the largest feature.</summary>
    private const double Bound = 1e-4;

    [Theory]
    [InlineData("keras-old")]
    [InlineData("keras-new")]
    [InlineData("keras-nested")]
    public void A_file_of_Keras_is_a_backbone_with_the_features_that_PyTorch_finds(string name)
    {
        Backbone backbone = Backbone.Load(Hdf5Fixture.PathOf(name));
        Assert.Equal(("vgg16", 1.0 / 32, 224), (backbone.Network.Name, backbone.Width, backbone.ImageSize));
        Assert.Equal(Preprocessing.KerasVgg.Mean, backbone.Preprocessing.Mean);
        Assert.Equal("Keras", backbone.Metadata["source"]);
        GoldenFile golden = GoldenFile.Open("keras_features.safetensors");
        using var cpu = new Cpu(1);
        using Network network = backbone.CreateNetwork(cpu, new Head(), 2, 1, 64);
        network.Plan(2, end: network.IndexOf("flatten"));
        float[] input = new float[2 * 64 * 64 * 3], features = new float[2 * 2 * 2 * 16];
        backbone.Preprocessing.Apply(Array.ConvertAll(golden.Floats("pictures"), value => (byte)value), input);
        cpu.Upload(input, network.Input);
        cpu.Download(network.Forward(2), features);
        Tolerance.Near(golden.Floats("features"), features, Bound, name);
    }

    [Fact]
    public void Says_what_a_file_lacks()
    {
        Assert.Equal("vgg16 needs the layer 'block4_conv2', which is missing.", Refusal(tensors => tensors.Name.Contains("block4_conv2") ? null : tensors));
        Assert.Equal("'block3_conv9' is no layer of vgg16.",
            Refusal(tensor => tensor, new NamedTensor("block3_conv9/kernel:0", [1], [0])));
        Assert.Equal("'block2_conv1/block2_conv1_W_1:0', the weights of block2_conv1, should have shape [3, 3, 2, 4], got [4, 2, 3, 3].",
            Refusal(tensor => tensor.Name.Contains("block2_conv1_W") ? new NamedTensor(tensor.Name, [4, 2, 3, 3], tensor.Values) : tensor));
        Assert.Equal("'block1_conv1' should have a kernel of four dimensions and a bias, got 'block1_conv1/block1_conv1_W_1:0' [3, 3, 3, 2].",
            Refusal(tensor => tensor.Name.Contains("block1_conv1_b") ? null : tensor));
        Assert.Equal("Expected Keras's VGG16 with layers block1_conv1 to block5_conv3, got no weights.", Refusal(_ => null));
    }

    private static string Refusal(Func<NamedTensor, NamedTensor?> change, params NamedTensor[] more)
    {
        var tensors = new NamedTensors();
        foreach (NamedTensor tensor in KerasHdf5File.Read(Hdf5Fixture.Read("keras-old")))
        {
            if (change(tensor) is { } changed)
                tensors.Add(changed);
        }
        Array.ForEach(more, tensors.Add);
        return Assert.Throws<WeightsFormatException>(() => KerasVgg.Import(tensors)).Message;
    }
}
