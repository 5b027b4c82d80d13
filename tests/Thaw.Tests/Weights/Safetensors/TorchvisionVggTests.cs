using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Weights.Safetensors;

public class TorchvisionVggTests
{
    private const double Width = 1.0 / 16;

    public static TheoryData<string, bool> Networks
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (Vgg vgg in Vgg.All)
            {
                data.Add(vgg.Name, false);
                data.Add(vgg.Name, true);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_state_of_torchvision_is_a_backbone(string name, bool normalized)
    {
        Vgg vgg = Vgg.Named(name);
        using var file = new MemoryStream();
        SafetensorsFile.Write(file, StateOf(vgg, normalized), TensorEncoding.Float32);
        file.Position = 0;
        Backbone backbone = Backbone.Load(file, "a file");
        Assert.Equal((name, Width, 224), (backbone.Network.Name, backbone.Width, backbone.ImageSize));
        Assert.Equal(Preprocessing.Torchvision.Mean, backbone.Preprocessing.Mean);
        Assert.Equal(ColourOrder.Rgb, backbone.Preprocessing.Order);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_head_that_timm_gives_it_is_passed_over(bool normalized)
    {
        NamedTensors plain = StateOf(Vgg.Named("vgg16"), normalized), timm = new(new Dictionary<string, string> { ["format"] = "pt" });
        foreach (NamedTensor tensor in plain.Where(tensor => !tensor.Name.StartsWith("classifier.", StringComparison.Ordinal)))
            timm.Add(tensor);
        timm.Add("pre_logits.fc1.weight", [4, 32, 7, 7], new float[4 * 32 * 49]);
        timm.Add("pre_logits.fc1.bias", [4], new float[4]);
        timm.Add("pre_logits.fc2.weight", [4, 4, 1, 1], new float[16]);
        timm.Add("pre_logits.fc2.bias", [4], new float[4]);
        timm.Add("head.fc.weight", [10, 4], new float[40]);
        timm.Add("head.fc.bias", [10], new float[10]);
        using var file = new MemoryStream();
        SafetensorsFile.Write(file, timm, TensorEncoding.Float32);
        NamedTensors expected = TorchvisionVgg.Import(plain), came = WeightsFile.ReadBackbone(file.ToArray());
        Assert.Equal(expected.Names, came.Names);
        Assert.All(expected, tensor => Assert.Equal(tensor.Values, came[tensor.Name].Values));
    }

    [Fact]
    public void Kernels_are_turned_and_normalisations_folded()
    {
        NamedTensors state = StateOf(Vgg.Named("vgg11"), normalized: true), tensors = TorchvisionVgg.Import(state);
        float[] weight = state["features.4.weight"].Values, bias = state["features.4.bias"].Values;
        float[] kernel = tensors["block2_conv1/kernel"].Values, folded = tensors["block2_conv1/bias"].Values;
        for (int o = 0; o < 8; o++)
        {
            double scale = state["features.5.weight"].Values[o] / Math.Sqrt(state["features.5.running_var"].Values[o] + 1e-5);
            double shift = state["features.5.bias"].Values[o] - scale * state["features.5.running_mean"].Values[o];
            Assert.Equal(scale * bias[o] + shift, folded[o], 1e-6);
            for (int i = 0; i < 4; i++)
            {
                for (int tap = 0; tap < 9; tap++)
                    Assert.Equal(scale * weight[(o * 4 + i) * 9 + tap], kernel[(tap * 4 + i) * 8 + o], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData("features.7.bias", "'features.7.bias' is missing; expected one of shape [8].")]
    [InlineData("features.7.weight", "Expected torchvision's vgg11, 13, 16 or 19, plain or with batch normalisation; the convolutions are numbered "
        + "0, 2, 5, 10, 12, 14, 17, 19, 21, 24, 26, 28, which is none of them.")]
    public void Says_what_a_state_lacks(string missing, string message)
    {
        var state = new NamedTensors();
        foreach (NamedTensor tensor in StateOf(Vgg.Named("vgg16"), normalized: false).Where(tensor => tensor.Name != missing))
            state.Add(tensor);
        Assert.Equal(message, Assert.Throws<WeightsFormatException>(() => TorchvisionVgg.Import(state)).Message);
    }

    // A network's state as torchvision names it
    private static NamedTensors StateOf(Vgg vgg, bool normalized)
    {
        var state = new NamedTensors();
        int number = 0, below = 3;
        ulong seed = 1;
        for (int block = 0; block < 5; block++)
        {
            int channels = Vgg.ChannelsOf(block, Width);
            for (int i = 0; i < vgg.Blocks[block]; i++)
            {
                Add($"features.{number}.weight", channels, below, 3, 3);
                Add($"features.{number}.bias", channels);
                number++;
                if (normalized)
                {
                    foreach (string name in (string[])["weight", "bias", "running_mean", "running_var"])
                        Add($"features.{number}.{name}", channels);
                    number++;
                }
                number++;
                below = channels;
            }
            number++;
        }
        Add("classifier.0.weight", 4, below);
        return state;

        void Add(string name, params int[] shape) =>
            state.Add(name, shape, Array.ConvertAll(Draw.NormalFloats(shape.Aggregate((a, b) => a * b), seed++), Math.Abs));
    }
}
