using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Thaw.Kernels;
using Thaw.Packaging;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Packaging;

/// <summary>Weights that are wrong although all checksums are right.</summary>
public sealed class HostileGraphTests : IDisposable
{
    private readonly PackedSample _sample = new();

    private byte[] Weights => ZipParts.Entry(_sample.Bytes, ZipParts.Graph);

    private ModelProto Graph => ModelProto.Parser.ParseFrom(Weights, 4, Weights.Length - 4);

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_missing_tensor_is_named() =>
        Refused(model => model.Graph.Initializer.Remove(Tensor(model, "block3_conv2/bias")), "no tensor 'block3_conv2/bias'; expected one of shape [16]");

    [Fact]
    public void A_tensor_of_another_shape_is_named() =>
        Refused(model => Tensor(model, "block3_conv2/bias").Dims.Insert(0, 1), "'block3_conv2/bias' should have shape [16], got [1, 16]");

    [Fact]
    public void A_value_that_is_no_number_is_refused() =>
        Refused(model => Tensor(model, "dense_1/bias").RawData = ByteString.CopyFrom(Enumerable.Repeat((byte)0xFF, 64).ToArray()), "not a number");

    [Fact]
    public void Values_that_do_not_fill_the_shape_are_refused() =>
        Refused(model => Tensor(model, "dense_1/bias").RawData = ByteString.CopyFrom(new byte[63]), "'dense_1/bias'");

    [Fact]
    public void Values_in_another_file_are_refused() =>
        Refused(model => Tensor(model, "dense_1/bias").DataLocation = TensorProto.Types.DataLocation.External, "'dense_1/bias'");

    [Fact]
    public void A_tensor_that_comes_twice_is_refused() =>
        Refused(model => model.Graph.Initializer.Add(Tensor(model, "dense_1/bias").Clone()), "twice");

    [Fact]
    public void A_message_without_a_graph_is_refused() => Refused(model =>
    {
        model.MetadataProps.Add(new StringStringEntryProto { Key = "fill", Value = new string('x', model.Graph.CalculateSize()) });
        model.Graph = null;
    }, "graph");

    [Fact]
    public void Tensors_that_the_network_does_not_know_do_no_harm()
    {
        ModelProto model = Graph;
        model.Graph.Initializer.Add(new TensorProto { Name = "more", DataType = 1, Dims = { 1 }, RawData = ByteString.CopyFrom(new byte[4]) });
        Assert.Equal(_sample.Network.Weights.Count(), ModelZip.ReadFrom(new MemoryStream(With(Entry(model)))).Weights.Count);
    }

    [Fact]
    public void Bytes_that_are_no_graph_are_refused()
    {
        byte[] zeros = new byte[Weights.Length];
        Refused(With(zeros), "length of the ONNX graph");
        BinaryPrimitives.WriteInt32LittleEndian(zeros, zeros.Length - 4);
        Refused(With(zeros), "ONNX");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_wrong_length_is_refused(int by)
    {
        byte[] weights = Weights;
        BinaryPrimitives.WriteInt32LittleEndian(weights, unchecked(weights.Length - 4 + by));
        Refused(With(weights), "length of the ONNX graph");
    }

    /// <summary>Two bytes each for half a million nodes that would take hundreds each.</summary>
    [Fact]
    public void A_graph_of_nothing_but_empty_messages_takes_no_memory()
    {
        byte[] nodes = new byte[1_000_000];
        for (int i = 0; i < nodes.Length; i += 2)
            nodes[i] = 0x0A;
        byte[] header = [0x08, 7, 0x3A, .. Varint(nodes.Length)];
        byte[] entry = [0, 0, 0, 0, .. header, .. nodes];
        BinaryPrimitives.WriteInt32LittleEndian(entry, entry.Length - 4);
        byte[] zip = With(entry);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => ModelZip.ReadFrom(new MemoryStream(zip)));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < 4 * zip.Length, $"{taken} bytes taken for {zip.Length}");
    }

    /// <summary>A graph that was changed anywhere, with the right hash, is refused or has the weights of the network's shapes.</summary>
    [Fact]
    public void Changed_graphs_are_refused_or_work()
    {
        byte[] weights = Weights;
        int refused = 0, read = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            byte[] changed = Mutation.Of(weights, seed, most: 3);
            if (changed.Length >= 4 && seed % 4 != 0)
                BinaryPrimitives.WriteInt32LittleEndian(changed, changed.Length - 4);
            byte[] zip = With(changed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                PackagedModel model = ModelZip.ReadFrom(new MemoryStream(zip));
                foreach (WeightShape shape in WeightLayout.Of(model.Manifest))
                    Assert.Equal(shape.Count, model.Weights[shape.Name].Values.Length);
                read++;
            }
            catch (ModelFormatException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < (8L * zip.Length) + (8 << 20), $"{taken} bytes taken for {zip.Length}");
        }
        Assert.True(refused > 400 && read > 100, $"{refused} refused, {read} read");
    }

    private static TensorProto Tensor(ModelProto model, string name) => model.Graph.Initializer.Single(tensor => tensor.Name == name);

    private static byte[] Varint(int value) => [(byte)(value & 0x7F | 0x80), (byte)(value >> 7 & 0x7F | 0x80), (byte)(value >> 14)];

    private static byte[] Entry(ModelProto model)
    {
        byte[] message = model.ToByteArray(), entry = new byte[4 + message.Length];
        BinaryPrimitives.WriteInt32LittleEndian(entry, message.Length);
        message.CopyTo(entry, 4);
        return entry;
    }

    /// <summary>Other weights with the right hash.</summary>
    private byte[] With(byte[] weights)
    {
        string manifest = ZipParts.Manifest(_sample.Bytes).Replace(Hash(Weights), Hash(weights), StringComparison.Ordinal);
        return ZipParts.Zip(("manifest.json", Encoding.UTF8.GetBytes(manifest)), (ZipParts.Graph, weights));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Refused(Action<ModelProto> change, string reason)
    {
        ModelProto model = Graph;
        change(model);
        Refused(With(Entry(model)), reason);
    }

    private static void Refused(byte[] zip, string reason)
    {
        var e = Assert.Throws<ModelFormatException>(() => ModelZip.ReadFrom(new MemoryStream(zip)));
        Assert.StartsWith($"'{ZipParts.Graph}'", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
