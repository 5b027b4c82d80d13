using System.Globalization;
using Thaw.Networks;

namespace Thaw.Weights.Onnx;

/// <summary>
/// Finds VGG11, 13, 16 or 19 in an ONNX graph by what its nodes do, whatever their names: 3x3 convolutions with ReLU, with a batch normalisation between them or not (which is
/// folded), and five 2x2 poolings. What comes behind the fifth is passed over.
/// </summary>
internal static class OnnxVgg
{
    /// <summary>The most convolutions of a block.</summary>
    private const int MaxConvolutions = 4;

    /// <summary>Brings the weights under Thaw's names.</summary>
    /// <param name="model">From <see cref="OnnxFile"/>.</param>
    /// <returns>What the file of a <see cref="Backbone"/> holds. The preprocessing is the graph's own where it has one, as Thaw's exports do; else Keras's for files by tf2onnx and keras2onnx,
    /// and torchvision's for all others.</returns>
    /// <exception cref="WeightsFormatException">It is no such graph; the message says at which layer, what was expected and what came.</exception>
    public static NamedTensors Import(ModelProto model)
    {
        var chain = new OnnxChain(model.Graph);
        OnnxPrologue prologue = OnnxPrologue.Read(chain, model.ProducerName);
        var convolutions = new List<ImportedConvolution>();
        var blocks = new List<int>();
        var taken = new HashSet<TensorProto>(ReferenceEqualityComparer.Instance); // one tensor for all layers would take as many times its memory
        for (int inBlock = 0; blocks.Count < 5;)
        {
            string layer = $"block{blocks.Count + 1}_{(inBlock == 0 ? "conv1" : $"conv{inBlock + 1} or block{blocks.Count + 1}_pool")}";
            NodeProto node = chain.Next ?? throw new WeightsFormatException($"The graph ends at '{chain.Value}', where {layer} of a VGG was expected.");
            if (node.OpType == "Conv" && inBlock < MaxConvolutions)
            {
                convolutions.Add(Convolution(chain, node, taken));
                inBlock++;
            }
            else if (node.OpType == "MaxPool" && inBlock > 0)
            {
                CheckPooling(node);
                chain.Advance();
                blocks.Add(inBlock);
                inBlock = 0;
            }
            else
            {
                throw new WeightsFormatException($"Expected {layer} of a VGG, got {OnnxChain.Describe(node)}.");
            }
        }
        Vgg vgg = Vgg.All.FirstOrDefault(vgg => vgg.Blocks.SequenceEqual(blocks))
            ?? throw new WeightsFormatException($"Expected vgg11, 13, 16 or 19, got blocks of {string.Join(", ", blocks)} convolutions, which is none of them.");
        string source = model.ProducerName.Length is > 0 and <= 100 ? $"ONNX by {model.ProducerName}" : "ONNX";
        return VggWeights.Assemble(vgg, convolutions, prologue.Preprocessing, source, prologue.ImageSize, Width(model, convolutions[0].Bias.Length));
    }

    private static ImportedConvolution Convolution(OnnxChain chain, NodeProto node, HashSet<TensorProto> taken)
    {
        CheckConvolution(node);
        TensorProto weight = chain.Constant(node, 1);
        int[] shape = OnnxTensor.Shape(weight);
        if (shape is not [int outputs and > 0, int inputs and > 0, 3, 3])
            throw new WeightsFormatException($"'{weight.Name}', the kernel of {OnnxChain.Describe(node)}, should have shape [out, in, 3, 3], got [{string.Join(", ", shape)}].");
        if (!taken.Add(weight))
            throw new WeightsFormatException($"'{weight.Name}' is the kernel of {OnnxChain.Describe(node)} and of another convolution; a VGG's have their own.");
        float[] kernel = KernelLayout.OutermostLast(OnnxTensor.Floats(weight), shape);
        TensorProto? biasTensor = node.Input.Count > 2 && node.Input[2].Length > 0 ? chain.Constant(node, 2) : null;
        float[] bias = biasTensor is null ? new float[outputs] : Vector(biasTensor, outputs);
        chain.Advance();
        if (chain.Next is { OpType: "BatchNormalization" } norm)
        {
            OnnxAttributes.Expect(norm, "training_mode", 0, 0);
            float[][] vectors = [.. Enumerable.Range(1, 4).Select(i => Vector(chain.Constant(norm, i), outputs))];
            NetworkWeights.Fold(kernel, bias, vectors[0], vectors[1], vectors[2], vectors[3], OnnxAttributes.Real(norm, "epsilon", 1e-5f));
            chain.Advance();
        }
        if (chain.Next is not { OpType: "Relu" } relu)
            throw new WeightsFormatException($"Expected a ReLU behind {OnnxChain.Describe(node)}, got {(chain.Next is { } other ? OnnxChain.Describe(other) : "the end of the graph")}.");
        chain.Advance();
        return new ImportedConvolution(weight.Name, [3, 3, inputs, outputs], kernel, biasTensor?.Name ?? "no bias", bias);
    }

    private static void CheckConvolution(NodeProto node)
    {
        OnnxAttributes.Expect(node, "kernel_shape", [3, 3], 3, 3);
        OnnxAttributes.Expect(node, "strides", [1, 1], 1, 1);
        OnnxAttributes.Expect(node, "dilations", [1, 1], 1, 1);
        OnnxAttributes.Expect(node, "group", 1, 1);
        if (OnnxAttributes.Text(node, "auto_pad") is not ("SAME_UPPER" or "SAME_LOWER")) // either gives 1 on each side
            OnnxAttributes.Expect(node, "pads", [1, 1, 1, 1], 0, 0, 0, 0);
    }

    private static void CheckPooling(NodeProto node)
    {
        OnnxAttributes.Expect(node, "kernel_shape", [2, 2]);
        OnnxAttributes.Expect(node, "strides", [2, 2], 1, 1);
        OnnxAttributes.Expect(node, "dilations", [1, 1], 1, 1);
        OnnxAttributes.Expect(node, "pads", [0, 0, 0, 0], 0, 0, 0, 0);
        OnnxAttributes.Expect(node, "ceil_mode", 0, 0);
        if (OnnxAttributes.Text(node, "auto_pad") is not ("" or "NOTSET" or "VALID"))
            throw new WeightsFormatException($"{OnnxChain.Describe(node)}: expected pooling without padding, got an auto_pad that pads.");
    }

    private static float[] Vector(TensorProto tensor, int length) => OnnxTensor.Shape(tensor) is [int came] && came == length ? OnnxTensor.Floats(tensor)
        : throw new WeightsFormatException($"'{tensor.Name}' should have shape [{length}], got [{string.Join(", ", tensor.Dims)}].");

    /// <summary>The width that Thaw noted, from which the channels of every block follow; null where there is none that fits the first block.</summary>
    private static double? Width(ModelProto model, int channels)
    {
        string? text = model.MetadataProps.FirstOrDefault(entry => entry.Key == OnnxKeys.Prefix + "width")?.Value;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double width) && width is > 0 and <= 16 && Vgg.ChannelsOf(0, width) == channels ? width : null;
    }
}
