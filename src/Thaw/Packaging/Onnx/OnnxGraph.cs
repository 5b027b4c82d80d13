using System.Numerics;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Weights;
using Thaw.Weights.Onnx;

namespace Thaw.Packaging.Onnx;

/// <summary>
/// Builds a model's ONNX graph (opset 13), from pixels to answers; docs/file-formats.md lists inputs and outputs. Nodes and the values that
/// they give carry the names of Keras's layers; the value before a layer's ReLU has <c>/linear</c> behind its name.
/// </summary>
internal sealed class OnnxGraph
{
    /// <summary>The input: float32 [N, H, W, 3], red, green, blue, 0 to 255.</summary>
    public const string Pixels = "Pixels";

    /// <summary>Outputs; see docs/file-formats.md.</summary>
    public const string Score = "Score", Probability = "Probability", PredictedLabel = "PredictedLabel", Features = "Features";

    private const int OperatorSet = 13, IrVersion = 7;

    private readonly ModelManifest _manifest;
    private readonly NamedTensors _weights;
    private readonly OnnxGraphOptions _options;
    private readonly GraphProto _graph = new();

    /// <summary>The value that the next node takes.</summary>
    private string _last = Pixels;

    private OnnxGraph(ModelManifest manifest, NamedTensors weights, OnnxGraphOptions options) => (_manifest, _weights, _options) = (manifest, weights, options);

    /// <summary>Builds the graph. The same model gives the same messages.</summary>
    /// <param name="manifest">What the model is.</param>
    /// <param name="weights">What <see cref="WeightLayout"/> asks for, with these shapes.</param>
    /// <param name="options">Where the graph begins and ends.</param>
    /// <exception cref="ArgumentException">
    /// The oversampling is no power of two from 1 to <see cref="OnnxGraphOptions.MaxOversampling"/>, or the weights need more than the 2 GB that a message can have.
    /// </exception>
    public static ModelProto Build(ModelManifest manifest, NamedTensors weights, OnnxGraphOptions options)
    {
        if (options.Oversampling is < 1 or > OnnxGraphOptions.MaxOversampling || !BitOperations.IsPow2(options.Oversampling))
            throw new ArgumentException($"The oversampling must be a power of two up to {OnnxGraphOptions.MaxOversampling}, got {options.Oversampling}.", nameof(options));
        long bytes = WeightLayout.Of(manifest).Sum(shape => shape.Count) * sizeof(float);
        if (bytes > int.MaxValue - (16 << 20))
            throw new ArgumentException($"An ONNX file without external data holds less than 2 GB, and the weights have {bytes} bytes.", nameof(weights));
        return new OnnxGraph(manifest, weights, options).Build();
    }

    private ModelProto Build()
    {
        _graph.Name = _manifest.Network.Name;
        long side = (long)_manifest.ImageSize * _options.Oversampling;
        _graph.Input.Add(OnnxParts.Value(Pixels, OnnxParts.Float32, "Pictures: rows, columns, red, green, blue, each 0 to 255", side, side, 3));
        AddPreprocessing();
        AddBackbone();
        if (_options.Features)
        {
            AddFlatten(Features);
            _graph.Output.Add(OnnxParts.Value(Features, OnnxParts.Float32, "What the last pooling gives: rows, columns, channels", FeatureCount));
        }
        else
        {
            AddFlatten("flatten");
            AddHead();
            AddAnswers();
        }
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "Thaw",
            ProducerVersion = _manifest.ThawVersion,
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
        };
        foreach ((string key, string value) in OnnxMetadata.Of(_manifest, _options))
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    private long FeatureCount => (long)(_manifest.ImageSize / 32) * (_manifest.ImageSize / 32) * Vgg.ChannelsOf(_manifest.Network.Blocks.Count - 1, _manifest.Width);

    // (value * scale - mean) / deviation, one operation after the other as Preprocessing.Apply has them
    private void AddPreprocessing()
    {
        Preprocessing preprocessing = _manifest.Preprocessing;
        Add("Transpose", "pixels_by_channel", [], OnnxParts.Numbers("perm", 0, 3, 1, 2));
        if (_options.Oversampling > 1)
            AddReduction(_options.Oversampling);
        if (preprocessing.Order == ColourOrder.Bgr)
        {
            _graph.Initializer.Add(OnnxParts.Tensor("preprocessing/order", 2, 1, 0));
            Add("Gather", "pixels_reordered", ["preprocessing/order"], OnnxParts.Number("axis", 1));
        }
        AddArithmetic("Mul", "pixels_scaled", "preprocessing/scale", [preprocessing.Scale]);
        AddArithmetic("Sub", "pixels_centred", "preprocessing/mean", [.. preprocessing.Mean]);
        AddArithmetic("Div", "pixels_normalized", "preprocessing/deviation", [.. preprocessing.Deviation]);
    }

    // Box: the mean of squares. Triangle: TriangleReduction, but the mean for each picture whose squares have one colour each, which are repeated pixels, so that those come back exactly.
    // A square has one colour where its largest value is its mean, and means of bytes are exact.
    private void AddReduction(int factor)
    {
        string pixels = _last;
        Add("AveragePool", "pixels_averaged", [], Squares("kernel_shape", factor), Squares("strides", factor));
        if (_manifest.ResizeFilter != ResizeFilter.Triangle)
            return;
        string average = _last;
        int side = _manifest.ImageSize, taps = 2 * factor, half = factor / 2;
        float[] sums = TriangleReduction.Sums(side);
        _graph.Initializer.Add(OnnxParts.Tensor("preprocessing/triangle", [3, 1, taps, taps], TriangleReduction.Kernel(factor)));
        _graph.Initializer.Add(OnnxParts.Tensor("preprocessing/row_sums", [side, 1], sums));
        _graph.Initializer.Add(OnnxParts.Tensor("preprocessing/column_sums", [side], sums));
        _graph.Initializer.Add(OnnxParts.Tensor("preprocessing/none", [], [0f]));
        _last = pixels;
        Add("Conv", "pixels_weighted", ["preprocessing/triangle"], Squares("kernel_shape", taps), Squares("strides", factor),
            OnnxParts.Numbers("pads", half, half, half, half), OnnxParts.Number("group", 3));
        Add("Div", "pixels_divided", ["preprocessing/row_sums"]);
        Add("Div", "pixels_filtered", ["preprocessing/column_sums"]);
        string filtered = _last;
        _last = pixels;
        Add("MaxPool", "squares_largest", [], Squares("kernel_shape", factor), Squares("strides", factor));
        Add("Sub", "squares_spread", [average]);
        Add("ReduceMax", "squares_most", [], OnnxParts.Numbers("axes", 1, 2, 3), OnnxParts.Number("keepdims", 1));
        Add("Greater", "squares_differ", ["preprocessing/none"]);
        Add("Where", "pixels_reduced", [filtered, average]);

        static AttributeProto Squares(string name, int side) => OnnxParts.Numbers(name, side, side);
    }

    private void AddArithmetic(string operation, string name, string operand, float[] values)
    {
        _graph.Initializer.Add(OnnxParts.Tensor(operand, [values.Length, 1, 1], values));
        Add(operation, name, [operand]);
    }

    private void AddBackbone()
    {
        IReadOnlyList<int> blocks = _manifest.Network.Blocks;
        for (int block = 1; block <= blocks.Count; block++)
        {
            for (int i = 1; i <= blocks[block - 1]; i++)
            {
                string layer = $"block{block}_conv{i}";
                NamedTensor kernel = _weights[$"{layer}/kernel"], bias = _weights[$"{layer}/bias"];
                int[] shape = kernel.Shape;
                _graph.Initializer.Add(OnnxParts.Tensor(kernel.Name, [shape[3], shape[2], 3, 3], KernelLayout.OutermostFirst(kernel.Values, shape)));
                _graph.Initializer.Add(OnnxParts.Tensor(bias.Name, [shape[3]], bias.Values));
                AddAs("Conv", layer, [kernel.Name, bias.Name], $"{layer}/linear", OnnxParts.Numbers("kernel_shape", 3, 3), OnnxParts.Numbers("pads", 1, 1, 1, 1));
                AddAs("Relu", $"{layer}/relu", [], layer);
            }
            Add("MaxPool", $"block{block}_pool", [], OnnxParts.Numbers("kernel_shape", 2, 2), OnnxParts.Numbers("strides", 2, 2));
        }
    }

    private void AddFlatten(string output)
    {
        Add("Transpose", "features_by_pixel", [], OnnxParts.Numbers("perm", 0, 2, 3, 1));
        AddAs("Flatten", "flatten", [], output, OnnxParts.Number("axis", 1));
    }

    private void AddHead()
    {
        string[] layers = _manifest.Head.Units > 0 ? ["dense_1", "dense_2"] : ["dense_1"];
        foreach (string layer in layers)
        {
            NamedTensor kernel = _weights[$"{layer}/kernel"], bias = _weights[$"{layer}/bias"];
            _graph.Initializer.Add(OnnxParts.Tensor(kernel.Name, kernel.Shape.Select(size => (long)size), kernel.Values));
            _graph.Initializer.Add(OnnxParts.Tensor(bias.Name, [bias.Values.Length], bias.Values));
            bool last = layer == layers[^1];
            AddAs("Gemm", layer, [kernel.Name, bias.Name], last ? Score : $"{layer}/linear");
            if (!last)
                AddAs("Relu", $"{layer}/relu", [], layer);
        }
    }

    private void AddAnswers()
    {
        int classes = _manifest.Classes.Count;
        bool two = classes == 2;
        int logits = two ? 1 : classes;
        _graph.Output.Add(OnnxParts.Value(Score, OnnxParts.Float32, two ? "The logit of the positive class" : "A logit a class", logits));
        if (two)
        {
            _graph.Initializer.Add(OnnxParts.Tensor("threshold", [], [_manifest.Threshold]));
            AddAs("Sigmoid", "probability", [], Probability);
            AddAs("GreaterOrEqual", "predicted_label", ["threshold"], PredictedLabel);
        }
        else
        {
            AddAs("Softmax", "probability", [], Probability, OnnxParts.Number("axis", 1));
            AddAs("ArgMax", "predicted_label", [], PredictedLabel, OnnxParts.Number("axis", 1), OnnxParts.Number("keepdims", 1));
        }
        _graph.Output.Add(OnnxParts.Value(Probability, OnnxParts.Float32, two ? "The probability of the positive class" : "A probability a class", logits));
        _graph.Output.Add(OnnxParts.Value(PredictedLabel, two ? OnnxParts.Boolean : OnnxParts.Int64,
            two ? "Whether the probability reaches the threshold" : "The number of the most probable class, the first of equals", 1));
    }

    private void Add(string operation, string name, string[] operands, params ReadOnlySpan<AttributeProto> attributes) => AddAs(operation, name, operands, name, attributes);

    private void AddAs(string operation, string name, string[] operands, string output, params ReadOnlySpan<AttributeProto> attributes)
    {
        _graph.Node.Add(OnnxParts.Node(operation, name, [_last, .. operands], output, attributes));
        _last = output;
    }
}
