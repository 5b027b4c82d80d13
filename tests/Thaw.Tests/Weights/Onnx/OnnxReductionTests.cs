using Google.Protobuf;
using Thaw.Packaging;
using Thaw.Packaging.Onnx;
using Thaw.Tests.Packaging;
using Thaw.Weights;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Weights.Onnx;

/// <summary>Graphs that begin to reduce their pictures as Thaw's do, and then do something else.</summary>
public sealed class OnnxReductionTests : IDisposable
{
    private readonly PackedSample _sample = new();

    public void Dispose() => _sample.Dispose();

    public static TheoryData<string, string> Refused => new()
    {
        { "squares", "'pixels_averaged' (AveragePool): expected squares of a power of two up to 64, the same as those of 'squares_largest' (MaxPool), got 4." },
        { "padding", "'pixels_weighted' (Conv): expected pads [2, 2, 2, 2], got [1, 2, 2, 2]." },
        { "colours", "'pixels_weighted' (Conv): expected group 3, got 1." },
        { "kernel", "'preprocessing/triangle' of 'pixels_weighted' (Conv) should have the values of Thaw's own graphs, got others." },
        { "shape", "'preprocessing/triangle' of 'pixels_weighted' (Conv) should have shape [3, 1, 8, 8], got [3, 1, 64]." },
        { "sums", "'preprocessing/column_sums' of 'pixels_filtered' (Div) should have the values of Thaw's own graphs, got others." },
        { "axes", "'squares_most' (ReduceMax): expected axes [1, 2, 3], got [0, 1, 2]." },
        { "limit", "'preprocessing/none' of 'squares_differ' (Greater) should have the values of Thaw's own graphs, got others." },
        { "choice", "Expected Where behind 'squares_differ' (Greater), got none." },
        { "swapped", "'pixels_reduced' (Where): expected inputs 'squares_differ', 'pixels_filtered', 'pixels_averaged', got 'squares_differ', 'pixels_averaged', 'pixels_filtered'." },
        { "other", "'pixels_by_channel' goes to 'pixels_averaged' (AveragePool) and 'pixels_weighted' (Conv) and 'squares_largest' (Mul); a VGG is a straight line." },
        { "circle", "The graph ends at 'pixels_by_channel', where block1_conv1 of a VGG was expected." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Says_what_does_not_fit(string change, string message)
    {
        PackagedModel packed = ModelZip.Read(_sample.Path);
        ModelProto model = OnnxGraph.Build(packed.Manifest, packed.Weights, new OnnxGraphOptions { Oversampling = 4 });
        Change(model.Graph, change);
        Assert.Equal(message, Assert.Throws<WeightsFormatException>(() => OnnxVgg.Import(model)).Message);
    }

    private static void Change(GraphProto graph, string change)
    {
        switch (change)
        {
            case "squares":
                Attribute(graph, "squares_largest", "kernel_shape").Ints.Clear();
                Attribute(graph, "squares_largest", "kernel_shape").Ints.Add([2, 2]);
                Attribute(graph, "squares_largest", "strides").Ints.Clear();
                Attribute(graph, "squares_largest", "strides").Ints.Add([2, 2]);
                break;
            case "padding":
                Attribute(graph, "pixels_weighted", "pads").Ints[0] = 1;
                break;
            case "colours":
                Attribute(graph, "pixels_weighted", "group").I = 1;
                break;
            case "kernel":
                SetLast(Tensor(graph, "preprocessing/triangle"), 1f / 512);
                break;
            case "shape":
                Tensor(graph, "preprocessing/triangle").Dims.Clear();
                Tensor(graph, "preprocessing/triangle").Dims.Add([3, 1, 64]);
                break;
            case "sums":
                SetLast(Tensor(graph, "preprocessing/column_sums"), 1);
                break;
            case "axes":
                Attribute(graph, "squares_most", "axes").Ints.Clear();
                Attribute(graph, "squares_most", "axes").Ints.Add([0, 1, 2]);
                break;
            case "limit":
                SetLast(Tensor(graph, "preprocessing/none"), 1);
                break;
            case "choice":
                Node(graph, "pixels_reduced").OpType = "Min";
                break;
            case "swapped":
                (Node(graph, "pixels_reduced").Input[1], Node(graph, "pixels_reduced").Input[2]) = ("pixels_averaged", "pixels_filtered");
                break;
            case "other":
                Node(graph, "squares_largest").OpType = "Mul";
                break;
            case "circle":
                Node(graph, "pixels_reduced").Output[0] = "pixels_by_channel";
                break;
            default:
                throw new ArgumentException(change);
        }
    }

    private static void SetLast(TensorProto tensor, float value) =>
        tensor.RawData = ByteString.CopyFrom([.. tensor.RawData.Span[..^sizeof(float)], .. BitConverter.GetBytes(value)]);

    private static NodeProto Node(GraphProto graph, string name) => graph.Node.Single(node => node.Name == name);

    private static AttributeProto Attribute(GraphProto graph, string node, string name) => Node(graph, node).Attribute.Single(attribute => attribute.Name == name);

    private static TensorProto Tensor(GraphProto graph, string name) => graph.Initializer.Single(tensor => tensor.Name == name);
}
