using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Weights;

namespace Thaw.Packaging.TensorFlow;

/// <summary>
/// Builds a model's TensorFlow graph with its weights as constants, from pixels to answers; docs/file-formats.md lists inputs and outputs. The node that gives a layer's
/// result carries the name of Keras's layer, those on the way to it that name and the operation's (<c>block1_conv1/Conv2D</c>).
/// </summary>
internal sealed class TensorFlowGraph
{
    /// <summary>The input: float32 [N, H, W, 3], red, green, blue, 0 to 255.</summary>
    public const string Pixels = "Pixels";

    /// <summary>Outputs; see docs/file-formats.md.</summary>
    public const string Score = "Score", Probability = "Probability", PredictedLabel = "PredictedLabel", Features = "Features";

    /// <summary>The version of the operations' definitions, of early 2022. An older TensorFlow drops attributes that it does not know where these have their default.</summary>
    private const int Producer = 987;

    /// <summary>A message of protocol buffers has less than 2 GB.</summary>
    private const long MostBytes = int.MaxValue - (16 << 20);

    private static readonly (string Name, AttrValue Value) FloatType = TensorFlowParts.Type("T", DataType.DtFloat);

    private readonly ModelManifest _manifest;
    private readonly NamedTensors _weights;
    private readonly GraphDef _graph = new() { Versions = new VersionDef { Producer = Producer } };

    /// <summary>The node whose output the next one takes.</summary>
    private string _last = Pixels;

    private TensorFlowGraph(PackagedModel model) => (_manifest, _weights) = (model.Manifest, model.Weights);

    /// <summary>Builds the graph. The same model gives the same messages.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Whether the graph ends at the flattened features instead of the classifier's answers.</param>
    /// <exception cref="ArgumentException">The weights need more than the 2 GB that a message can have.</exception>
    public static GraphDef Build(PackagedModel model, bool features)
    {
        long bytes = model.Weights.Sum(tensor => (long)tensor.Values.Length) * sizeof(float);
        if (bytes > MostBytes)
            throw new ArgumentException($"A TensorFlow graph holds less than 2 GB, and the weights have {bytes} bytes; export safetensors or Keras's format.", nameof(model));
        return new TensorFlowGraph(model).Build(features);
    }

    private GraphDef Build(bool features)
    {
        int side = _manifest.ImageSize;
        _graph.Node.Add(TensorFlowParts.Node("Placeholder", Pixels, [], TensorFlowParts.Type("dtype", DataType.DtFloat),
            ("shape", new AttrValue { Shape = TensorFlowParts.Shape(-1, side, side, 3) })));
        AddPreprocessing();
        AddBackbone();
        int count = side / 32 * (side / 32) * Vgg.ChannelsOf(_manifest.Network.Blocks.Count - 1, _manifest.Width);
        _graph.Node.Add(TensorFlowParts.Constant("flatten/shape", [2], [-1, count]));
        Add("Reshape", "flatten", ["flatten/shape"], FloatType, TensorFlowParts.Type("Tshape", DataType.DtInt32));
        if (features)
        {
            Add("Identity", Features, [], FloatType);
            return _graph;
        }
        AddHead();
        AddAnswers();
        return _graph;
    }

    // (value * scale - mean) / deviation, one operation after the other as Preprocessing.Apply has them
    private void AddPreprocessing()
    {
        Preprocessing preprocessing = _manifest.Preprocessing;
        if (preprocessing.Order == ColourOrder.Bgr)
        {
            _graph.Node.Add(TensorFlowParts.Constant("preprocessing/axis", [1], [3]));
            Add("ReverseV2", "preprocessing/reverse", ["preprocessing/axis"], TensorFlowParts.Type("Tidx", DataType.DtInt32), FloatType);
        }
        AddArithmetic("Mul", "preprocessing/scaled", "preprocessing/scale", [preprocessing.Scale]);
        AddArithmetic("Sub", "preprocessing/centred", "preprocessing/mean", [.. preprocessing.Mean]);
        AddArithmetic("RealDiv", "preprocessing/normalized", "preprocessing/deviation", [.. preprocessing.Deviation]);
    }

    private void AddArithmetic(string operation, string name, string operand, float[] values)
    {
        _graph.Node.Add(TensorFlowParts.Constant(operand, [values.Length], values));
        Add(operation, name, [operand], FloatType);
    }

    private void AddBackbone()
    {
        IReadOnlyList<int> blocks = _manifest.Network.Blocks;
        for (int block = 1; block <= blocks.Count; block++)
        {
            for (int i = 1; i <= blocks[block - 1]; i++)
            {
                string layer = $"block{block}_conv{i}";
                Add("Conv2D", $"{layer}/Conv2D", [Weight($"{layer}/kernel")], FloatType, TensorFlowParts.Numbers("strides", 1, 1, 1, 1),
                    TensorFlowParts.Flag("use_cudnn_on_gpu", true), TensorFlowParts.Text("padding", "SAME"), TensorFlowParts.Numbers("explicit_paddings"),
                    TensorFlowParts.Text("data_format", "NHWC"), TensorFlowParts.Numbers("dilations", 1, 1, 1, 1));
                AddBias(layer, $"{layer}/BiasAdd");
                Add("Relu", layer, [], FloatType);
            }
            Add("MaxPool", $"block{block}_pool", [], FloatType, TensorFlowParts.Numbers("ksize", 1, 2, 2, 1), TensorFlowParts.Numbers("strides", 1, 2, 2, 1),
                TensorFlowParts.Text("padding", "VALID"), TensorFlowParts.Numbers("explicit_paddings"), TensorFlowParts.Text("data_format", "NHWC"));
        }
    }

    private void AddHead()
    {
        string[] layers = _manifest.Head.Units > 0 ? ["dense_1", "dense_2"] : ["dense_1"];
        foreach (string layer in layers)
        {
            Add("MatMul", $"{layer}/MatMul", [Weight($"{layer}/kernel")], TensorFlowParts.Flag("transpose_a", false), TensorFlowParts.Flag("transpose_b", false), FloatType);
            if (layer == layers[^1])
            {
                AddBias(layer, layer);
            }
            else
            {
                AddBias(layer, $"{layer}/BiasAdd");
                Add("Relu", layer, [], FloatType);
            }
        }
    }

    private void AddAnswers()
    {
        Add("Identity", Score, [], FloatType);
        if (_manifest.Classes.Count == 2)
        {
            Add("Sigmoid", Probability, [], FloatType);
            _graph.Node.Add(TensorFlowParts.Constant("threshold", [], [_manifest.Threshold]));
            Add("GreaterEqual", PredictedLabel, ["threshold"], FloatType);
        }
        else
        {
            Add("Softmax", Probability, [], FloatType);
            _graph.Node.Add(TensorFlowParts.Constant("predicted_label/axis", [], [1]));
            Add("ArgMax", "predicted_label", ["predicted_label/axis"], FloatType, TensorFlowParts.Type("Tidx", DataType.DtInt32),
                TensorFlowParts.Type("output_type", DataType.DtInt64));
            _graph.Node.Add(TensorFlowParts.Constant("predicted_label/column", [], [1]));
            Add("ExpandDims", PredictedLabel, ["predicted_label/column"], TensorFlowParts.Type("T", DataType.DtInt64), TensorFlowParts.Type("Tdim", DataType.DtInt32));
        }
    }

    private void AddBias(string layer, string name) => Add("BiasAdd", name, [Weight($"{layer}/bias")], FloatType, TensorFlowParts.Text("data_format", "NHWC"));

    private string Weight(string name)
    {
        NamedTensor tensor = _weights[name];
        _graph.Node.Add(TensorFlowParts.Constant(name, tensor.Shape, tensor.Values));
        return name;
    }

    private void Add(string operation, string name, string[] operands, params ReadOnlySpan<(string Name, AttrValue Value)> attributes)
    {
        _graph.Node.Add(TensorFlowParts.Node(operation, name, [_last, .. operands], attributes));
        _last = name;
    }
}
