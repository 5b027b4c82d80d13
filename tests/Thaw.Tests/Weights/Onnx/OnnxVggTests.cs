using Google.Protobuf;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Weights.Onnx;

public class OnnxVggTests
{
    /// <summary>Of the largest feature.</summary>
    private const double Bound = 1e-4;

    [Theory]
    [InlineData("zoo-7", "vgg16", "ONNX")]
    [InlineData("zoo-12", "vgg16", "ONNX")]
    [InlineData("torch", "vgg16", "ONNX by pytorch")]
    [InlineData("torch-bn", "vgg11", "ONNX by pytorch")]
    public void A_file_is_a_backbone_with_the_features_that_PyTorch_finds(string name, string network, string source)
    {
        Backbone backbone = Backbone.Load(OnnxFixture.PathOf(name));
        Assert.Equal((network, 1.0 / 32, 64, source), (backbone.Network.Name, backbone.Width, backbone.ImageSize, backbone.Metadata["source"]));
        Assert.Equal(Preprocessing.Torchvision.Mean, backbone.Preprocessing.Mean);
        GoldenFile golden = GoldenFile.Open("onnx_features.safetensors");
        using var cpu = new Cpu(1);
        using Network built = backbone.CreateNetwork(cpu, new Head(), 2, 1, 64);
        built.Plan(2, end: built.IndexOf("flatten"));
        float[] input = new float[2 * 64 * 64 * 3], features = new float[2 * 2 * 2 * 16];
        backbone.Preprocessing.Apply(Array.ConvertAll(golden.Floats("pictures"), value => (byte)value), input);
        cpu.Upload(input, built.Input);
        cpu.Download(built.Forward(2), features);
        Tolerance.Near(golden.Floats($"{network}/features"), features, Bound, name);
    }

    [Fact]
    public void Weights_of_the_three_writers_are_the_same()
    {
        NamedTensors[] files = [.. OnnxFixture.Names.Take(3).Select(name => OnnxVgg.Import(OnnxFixture.Parse(name)))];
        foreach (NamedTensor tensor in files[0])
        {
            Tolerance.SameBits(tensor.Values, files[1][tensor.Name].Values, tensor.Name);
            Tolerance.SameBits(tensor.Values, files[2][tensor.Name].Values, tensor.Name);
        }
    }

    [Fact]
    public void Constants_and_copies_of_weights_are_found()
    {
        ModelProto model = OnnxFixture.Parse("zoo-12");
        NamedTensors expected = OnnxVgg.Import(model);
        TensorProto kernel = Initializer(model, "vgg0_conv3_weight"), bias = Initializer(model, "vgg0_conv4_bias");
        model.Graph.Initializer.Remove(kernel);
        var constant = new NodeProto { OpType = "Constant", Output = { kernel.Name } };
        constant.Attribute.Add(new AttributeProto { Name = "value", T = kernel });
        model.Graph.Node.Insert(0, constant);
        model.Graph.Node.Insert(1, new NodeProto { OpType = "Identity", Input = { bias.Name }, Output = { "copy" } });
        Node(model, "vgg0_conv4_fwd").Input[2] = "copy";
        model.Graph.Node.Insert(2, new NodeProto { OpType = "Identity", Input = { "data" }, Output = { "same" } });
        Node(model, "vgg0_conv0_fwd").Input[0] = "same";
        foreach (NamedTensor tensor in OnnxVgg.Import(model))
            Tolerance.SameBits(expected[tensor.Name].Values, tensor.Values, tensor.Name);
    }

    [Fact]
    public void Half_precision_is_widened()
    {
        ModelProto model = OnnxFixture.Parse("zoo-12");
        TensorProto bias = Initializer(model, "vgg0_conv2_bias"), other = Initializer(model, "vgg0_conv3_bias");
        bias.DataType = 10;
        bias.RawData = ByteString.CopyFrom([0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00, 0xFF, 0x7B]);
        other.DataType = 16;
        other.RawData = ByteString.Empty;
        other.Int32Data.Add([0x3F80, 0xC000, 0x4049, 0]);
        NamedTensors tensors = OnnxVgg.Import(model);
        Assert.Equal([1, -2, 5.9604645e-8f, 65504], tensors["block2_conv1/bias"].Values);
        Assert.Equal([1, -2, 3.140625f, 0], tensors["block2_conv2/bias"].Values);
    }

    [Theory]
    [InlineData("tf2onnx", 123.68f)]
    [InlineData("pytorch", 0.406f)]
    public void Preprocessing_goes_by_the_producer(string producer, float lastMean)
    {
        ModelProto model = OnnxFixture.Parse("zoo-12");
        model.ProducerName = producer;
        Assert.Equal(lastMean, Backbone.Load(new MemoryStream(model.ToByteArray()), "file").Preprocessing.Mean[2]);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "stride", "'vgg0_conv3_fwd' (Conv): expected strides [1, 1], got [2, 2]." },
        { "padding", "'vgg0_conv3_fwd' (Conv): expected pads [1, 1, 1, 1], got [0, 0, 0, 0]." },
        { "kernel", "'vgg0_conv3_weight', the kernel of 'vgg0_conv3_fwd' (Conv), should have shape [out, in, 3, 3], got [4, 4, 1, 9]." },
        { "channels", "'vgg0_conv3_weight', the weights of block2_conv2, should have shape [3, 3, 4, 4], got [3, 3, 2, 8]." },
        { "missing", "'vgg0_conv3_fwd' (Conv): expected a tensor with values as input 2, got 'vgg0_conv3_weight', which has none." },
        { "external", "'vgg0_conv3_weight' keeps its values in another file; save the network as one file, without external data." },
        { "double", "'vgg0_conv3_weight' has 64 bits a number; narrowing would change the weights: export the network in float32." },
        { "short", "'vgg0_conv3_weight' of shape [4, 4, 3, 3] should have 576 bytes of values, got 572." },
        { "shared", "'vgg0_conv2_weight' is the kernel of 'vgg0_conv3_fwd' (Conv) and of another convolution; a VGG's have their own." },
        { "leaky", "Expected a ReLU behind 'vgg0_conv3_fwd' (Conv), got 'vgg0_relu3_fwd' (LeakyRelu)." },
        { "average", "Expected block2_conv3 or block2_pool of a VGG, got 'vgg0_pool1_fwd' (AveragePool)." },
        { "branch", "'vgg0_pool0_fwd' goes to 'vgg0_conv2_fwd' (Conv) and 'other' (Add); a VGG is a straight line." },
        { "end", "The graph ends at 'vgg0_relu3_fwd', where block2_conv3 or block2_pool of a VGG was expected." },
        { "blocks", "Expected vgg11, 13, 16 or 19, got blocks of 2, 2, 3, 3, 2 convolutions, which is none of them." },
        { "inputs", "Expected a graph with one input, the pictures, got 'data', 'mask'." },
        { "twice", "The file has the tensor 'vgg0_conv3_weight' twice." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Says_what_does_not_fit(string change, string message)
    {
        ModelProto model = OnnxFixture.Parse("zoo-12");
        Change(model, change);
        Assert.Equal(message, Assert.Throws<WeightsFormatException>(() => OnnxVgg.Import(model)).Message);
    }

    private static void Change(ModelProto model, string change)
    {
        NodeProto conv = Node(model, "vgg0_conv3_fwd");
        TensorProto kernel = Initializer(model, "vgg0_conv3_weight");
        switch (change)
        {
            case "stride" or "padding":
                Google.Protobuf.Collections.RepeatedField<long> ints = conv.Attribute.Single(a => a.Name == (change == "stride" ? "strides" : "pads")).Ints;
                for (int i = 0; i < ints.Count; i++)
                    ints[i] = change == "stride" ? 2 : 0;
                break;
            case "kernel":
                (kernel.Dims[2], kernel.Dims[3]) = (1, 9);
                break;
            case "channels":
                (kernel.Dims[0], kernel.Dims[1]) = (8, 2);
                conv.Input.RemoveAt(2);
                break;
            case "missing":
                model.Graph.Initializer.Remove(kernel);
                model.Graph.Node.Insert(0, new NodeProto { OpType = "RandomNormal", Output = { kernel.Name } });
                break;
            case "external":
                kernel.DataLocation = TensorProto.Types.DataLocation.External;
                break;
            case "double":
                kernel.DataType = 11;
                break;
            case "short":
                kernel.RawData = ByteString.CopyFrom(kernel.RawData.Span[4..]);
                break;
            case "shared":
                conv.Input[1] = "vgg0_conv2_weight";
                Initializer(model, "vgg0_conv2_weight").Dims.Clear();
                Initializer(model, "vgg0_conv2_weight").Dims.Add([4, 2, 3, 3]);
                break;
            case "leaky":
                Node(model, "vgg0_relu3_fwd").OpType = "LeakyRelu";
                break;
            case "average":
                Node(model, "vgg0_pool1_fwd").OpType = "AveragePool";
                break;
            case "branch":
                model.Graph.Node.Add(new NodeProto { OpType = "Add", Name = "other", Input = { "vgg0_pool0_fwd", "vgg0_relu3_fwd" } });
                break;
            case "end":
                model.Graph.Node.Remove(Node(model, "vgg0_pool1_fwd"));
                break;
            case "blocks":
                model.Graph.Node.Remove(Node(model, "vgg0_conv12_fwd"));
                model.Graph.Node.Remove(Node(model, "vgg0_relu12_fwd"));
                Node(model, "vgg0_pool4_fwd").Input[0] = "vgg0_relu11_fwd";
                break;
            case "inputs":
                model.Graph.Input.Add(new ValueInfoProto { Name = "mask" });
                break;
            case "twice":
                model.Graph.Initializer.Add(kernel.Clone());
                break;
            default:
                throw new ArgumentException(change);
        }
    }

    private static NodeProto Node(ModelProto model, string name) => model.Graph.Node.Single(node => node.Name == name);

    private static TensorProto Initializer(ModelProto model, string name) => model.Graph.Initializer.Single(tensor => tensor.Name == name);
}
