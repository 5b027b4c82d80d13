using System.Buffers.Binary;
using System.Text;
using Thaw.Images;
using Thaw.Images.Drawing;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Packaging.MLNet;
using Thaw.Serving;
using Thaw.Tests.References;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Packaging.MLNet;

/// <summary>What ML.NET finds in a model zip, against the format's description.</summary>
public sealed class MLNetModelTests : IDisposable
{
    private const string KeyToken = ", Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";

    private readonly PackedSample _sample = new(imageSize: 48);

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void The_chain_has_four_steps_that_always_apply()
    {
        KeyFile key = Key("TransformerChain/Model.key", "XF\0CHAIN", 0x00010001, 0x00010001, "TransformerChain", "Microsoft.ML.Data");
        Assert.Equal([4, 7, 7, 7, 7], Enumerable.Range(0, 5).Select(_ => key.Number()));
        key.End();
    }

    [Fact]
    public void The_first_step_loads_the_picture_that_a_row_names()
    {
        KeyFile key = Key("TransformerChain/Transform_000/Model.key", "IMGLOADR", 0x00010003, 0x00010003, "ImageLoaderTransform", "Microsoft.ML.ImageAnalytics");
        Assert.Equal(("Image", "ImagePath"), key.Column());
        Assert.Null(key.Text()); // no folder
        Assert.Equal(1, key.Byte()); // as an image
        key.End();
    }

    [Fact]
    public void The_second_step_fills_a_square_of_the_graphs_size()
    {
        KeyFile key = Key("TransformerChain/Transform_001/Model.key", "IMGSCALF", 0x00010003, 0x00010003, "ImageScalerTransform", "Microsoft.ML.ImageAnalytics");
        Assert.Equal(("Image", "Image"), key.Column());
        Assert.Equal((4 * 48, 4 * 48), (key.Number(), key.Number()));
        Assert.Equal((2, 4), (key.Byte(), key.Byte())); // fill; centre
        key.End();
    }

    [Fact]
    public void The_third_step_takes_red_green_and_blue_as_floats_side_by_side()
    {
        KeyFile key = Key("TransformerChain/Transform_002/Model.key", "IMGPXEXT", 0x00010003, 0x00010002, "ImagePixelExtractor", "Microsoft.ML.ImageAnalytics");
        Assert.Equal(("Pixels", "Image"), key.Column());
        Assert.Equal((14, 1, 1), (key.Byte(), key.Byte(), key.Byte())); // R 2, G 4, B 8; ARGB; floats
        Assert.Equal((0f, 1f), (key.Single(), key.Single()));
        Assert.Equal(1, key.Byte()); // interleaved
        key.End();
    }

    [Fact]
    public void The_fourth_step_runs_the_graph_whose_names_are_the_columns()
    {
        KeyFile key = Key("TransformerChain/Transform_003/Model.key", "ONNXSCOR", 0x00010003, 0x00010003, "OnnxTransform", "Microsoft.ML.OnnxTransformer");
        IReadOnlyList<string?> inputs = key.Texts(), outputs = key.Texts();
        Assert.Equal((0, 100), (key.Number(), key.Number()));
        key.End();
        GraphProto graph = Graph().Graph;
        Assert.Equal("Pixels", Assert.Single(inputs));
        Assert.Equal("Score Probability PredictedLabel", string.Join(' ', outputs));
        Assert.Equal(inputs, graph.Input.Select(input => input.Name));
        Assert.Equal(outputs, graph.Output.Select(output => output.Name));
        Assert.Equal([4 * 48, 4 * 48, 3], graph.Input[0].Type.TensorType.Shape.Dim.Skip(1).Select(size => (int)size.DimValue));
    }

    [Fact]
    public void The_graph_is_there_once_and_the_manifest_points_to_it()
    {
        byte[] entry = Entry("TransformerChain/Transform_003/OnnxModel");
        Assert.Equal(entry.Length - 4, BinaryPrimitives.ReadInt32LittleEndian(entry));
        Assert.Equal("TransformerChain/Transform_003/OnnxModel", ModelZip.Read(_sample.Path).Manifest.WeightsEntry);
        Assert.InRange(_sample.Bytes.Length, entry.Length, entry.Length + 8000);
        Assert.InRange(entry.Length, 4 * _sample.Network.Weights.Sum(weight => weight.Value.Shape.Length), int.MaxValue);
    }

    /// <summary>What the steps hand over for a picture of the network's size is every pixel four by four; the graph must answer as Thaw does.</summary>
    [Fact]
    public void The_graph_answers_as_thaw_does()
    {
        Picture picture = DrawnSurfaces.Draw(1, defect: true, seed: 2, 48);
        double[] pixels = new double[3 * 192 * 192];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = picture.Pixels[(i / 3 / 192 / 4 * 48 + i / 3 % 192 / 4) * 3 + i % 3];
        Dictionary<string, DirectOnnx.Value> values = DirectOnnx.Run(Graph(), new DirectOnnx.Value([1, 192, 192, 3], pixels));
        using Classifier classifier = Classifier.Load(_sample.Path, 1);
        Prediction expected = classifier.Classify(picture);
        Assert.Equal(expected.Probabilities[1].Probability, values["Probability"].Data[0], 1e-5);
        Assert.Equal(expected.Index, (int)values["PredictedLabel"].Data[0]);
    }

    [Theory]
    [InlineData(2, "Score:1 Probability:1 PredictedLabel:9")]
    [InlineData(3, "Score:1 Probability:1 PredictedLabel:7")]
    public void Answers_have_the_types_that_the_guide_tells(int classes, string expected)
    {
        using var sample = new PackedSample(classes, new Head());
        byte[] entry = ZipParts.Entry(sample.Bytes, "TransformerChain/Transform_003/OnnxModel");
        GraphProto graph = ModelProto.Parser.ParseFrom(entry, 4, entry.Length - 4).Graph;
        Assert.Equal(expected, string.Join(' ', graph.Output.Select(output => $"{output.Name}:{output.Type.TensorType.ElemType}")));
    }

    [Fact]
    public void The_root_is_these_bytes()
    {
        const string Assembly = "Microsoft.ML.Data" + KeyToken;
        byte[] name = Encoding.Unicode.GetBytes(Assembly);
        byte[] expected =
        [
            0x4D, 0x4C, 0, 0x4D, 0x4F, 0x44, 0x45, 0x4C, 2, 0, 1, 0, 2, 0, 1, 0,
            0, 1, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0,
            .. new byte[32],
            (byte)'X', (byte)'F', 0, (byte)'C', (byte)'H', (byte)'A', (byte)'I', (byte)'N', 1, 0, 1, 0, 1, 0, 1, 0,
            .. "TransformerChain"u8, .. new byte[32],
            // Assembly name: 84 characters, so the tail begins at 256 + 20 + 168 = 444 and ends at 452
            0xBC, 1, 0, 0, 0, 0, 0, 0, 0xC4, 1, 0, 0, 0, 0, 0, 0,
            0x14, 1, 0, 0, 0, 0, 0, 0, 0xA8, 0, 0, 0, .. new byte[100],
            4, 0, 0, 0, 7, 0, 0, 0, 7, 0, 0, 0, 7, 0, 0, 0, 7, 0, 0, 0,
            .. name,
            0x4C, 0x45, 0x44, 0x4F, 0x4D, 0, 0x4C, 0x4D,
        ];
        Assert.Equal(452, expected.Length);
        Assert.Equal(expected, Entry("TransformerChain/Model.key"));
    }

    [Fact]
    public void The_resizer_is_these_bytes()
    {
        byte[] body = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 0, 0, 192, 0, 0, 0, 2, 4];
        byte[] strings = [10, 0, 0, 0, 0, 0, 0, 0, (byte)'I', 0, (byte)'m', 0, (byte)'a', 0, (byte)'g', 0, (byte)'e', 0];
        byte[] name = Encoding.Unicode.GetBytes("Microsoft.ML.ImageAnalytics" + KeyToken);
        byte[] actual = Entry("TransformerChain/Transform_001/Model.key");
        Assert.Equal([.. body, .. strings, .. name, .. "LEDOM\0LM"u8], actual[256..]);
        Assert.Equal([22, 0x116, 8, 0x11E, 10, 0x128], new[] { 0x18, 0x20, 0x28, 0x30, 0x38, 0x90 }.Select(at => (int)BitConverter.ToInt64(actual, at)));
    }

    [Fact]
    public void The_schema_is_one_column_of_text_without_rows()
    {
        byte[] expected =
        [
            (byte)'C', (byte)'M', (byte)'L', 0, (byte)'D', (byte)'V', (byte)'B', 0,
            6, 0, 1, 0, 1, 0, 1, 0, 6, 0, 1, 0, 1, 0, 1, 0,
            0, 1, 0, 0, 0, 0, 0, 0, 0x26, 1, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, .. new byte[204],
            9, .. "ImagePath"u8, 8, .. "TextSpan"u8, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, (byte)'B', (byte)'V', (byte)'D', 0, (byte)'L', (byte)'M', (byte)'C',
        ];
        Assert.Equal(expected, Entry("Schema"));
    }

    [Fact]
    public void The_version_is_a_line() => Assert.Equal("5.0.0\n"u8.ToArray(), Entry("TrainingInfo/Version.txt"));

    [Theory]
    [InlineData(32, 4)]
    [InlineData(224, 4)]
    [InlineData(1024, 4)]
    [InlineData(1025, 2)]
    [InlineData(2048, 2)]
    [InlineData(2049, 1)]
    [InlineData(4096, 1)]
    public void Large_networks_are_oversampled_less(int imageSize, int oversampling) => Assert.Equal(oversampling, PipelineEntries.OversamplingFor(imageSize));

    private KeyFile Key(string name, string signature, uint written, uint readable, string loader, string assembly)
    {
        var key = new KeyFile(Entry(name));
        Assert.Equal(signature, key.Signature);
        Assert.Equal((written, readable), key.Versions);
        Assert.Equal(loader, key.Loader);
        Assert.Equal(assembly + KeyToken, key.Assembly);
        return key;
    }

    private ModelProto Graph()
    {
        byte[] entry = Entry("TransformerChain/Transform_003/OnnxModel");
        return ModelProto.Parser.ParseFrom(entry, 4, entry.Length - 4);
    }

    private byte[] Entry(string name) => ZipParts.Entry(_sample.Bytes, name);
}
