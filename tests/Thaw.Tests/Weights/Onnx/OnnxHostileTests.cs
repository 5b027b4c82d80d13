using System.Diagnostics;
using Google.Protobuf;
using Thaw.Packaging;
using Thaw.Tests.Images.Decoding;
using Thaw.Tests.Packaging;
using Thaw.Weights;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Weights.Onnx;

/// <summary>Damaged files become tensors or a <see cref="WeightsFormatException"/>; nothing else, soon, and within little memory.</summary>
public class OnnxHostileTests
{
    private const int Mutations = 3000;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    [Fact]
    public void Damage_ends_in_tensors_or_one_kind_of_exception()
    {
        using var sample = new PackedSample();
        byte[][] files = [.. OnnxFixture.Names.Select(OnnxFixture.Read), OnnxExport.Bytes(ModelZip.Read(sample.Path))];
        var mutator = new Mutator(11);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] damaged = mutator.Damage(files[i % files.Length], files);
            if (!Reads(damaged, 32 << 20, $"mutation {i}"))
                refused++;
        }
        Assert.InRange(refused, Mutations / 20, Mutations - Mutations / 20);
    }

    /// <summary>The part without the weights, where almost every byte is a name, a length or a number that counts.</summary>
    [Fact]
    public void Damage_to_the_structure_ends_in_tensors_or_one_kind_of_exception()
    {
        ModelProto model = OnnxFixture.Parse("torch-bn");
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            tensor.RawData = ByteString.Empty;
            tensor.Dims.Clear();
            tensor.Dims.Add([0, 3]);
        }
        byte[] file = model.ToByteArray();
        for (int at = 0; at < file.Length; at++)
        {
            byte before = file[at];
            byte[] others = [0, 0x7F, 0x80, 0xFF, (byte)(before ^ 1), (byte)(before + 8)];
            file[at] = others[at % others.Length];
            Reads(file, 32 << 20, $"{file[at]} at {at}");
            file[at] = before;
        }
    }

    [Fact]
    public void Files_that_are_cut_short_are_refused()
    {
        byte[] file = OnnxFixture.Read("zoo-7");
        // A cut between two fields leaves a file without its end, such as the operator set
        Assert.InRange(Enumerable.Range(0, file.Length / 97).Count(i => Reads(file[..(i * 97)], 32 << 20, $"cut to {i * 97} bytes")), 0, 1);
    }

    /// <summary>Each would take far more memory than its own size if it were parsed, or much time.</summary>
    [Fact]
    public void Little_bombs_are_refused_cheaply()
    {
        AssertCheap(Graph(Repeated([0x0A, 0x00], 1_000_000)), "fields"); // empty nodes
        AssertCheap(Graph(Repeated([0x2A, 0x00], 1_000_000)), "fields"); // empty tensors
        AssertCheap(Repeated([0x08, 0x07], 1_000_000), "fields"); // versions
        AssertCheap(Graph(Field(0x2A, Field(0x0A, new byte[2 << 20]))), "whole numbers"); // a tensor of two million sizes
        AssertCheap([0x08, 7, 0x12, 4, .. "Thaw"u8, .. Repeated([0x7B], 100_000)], "wire type"); // nested groups
        AssertCheap(Graph([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]), "reaches beyond");
        AssertCheap([0x08, 7, 0x12, 4, .. "Thaw"u8], "without");
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("\u001b[2J")]
    [InlineData(null)]
    public void Names_that_no_message_could_show_are_refused(string? name)
    {
        ModelProto model = OnnxFixture.Parse("zoo-12");
        model.Graph.Node[3].OpType = name ?? new string('x', 2000);
        Assert.Contains("control characters", Assert.Throws<WeightsFormatException>(() => OnnxFile.Read(model.ToByteArray())).Message, StringComparison.Ordinal);
    }

    /// <summary>Shapes with a size of 0 have no values, but their other sizes would be counted up to.</summary>
    [Theory]
    [InlineData(int.MaxValue, 0, 3, 3)]
    [InlineData(int.MaxValue, int.MaxValue, 0, 3)]
    [InlineData(0, int.MaxValue, 3, 3)]
    public void Empty_kernels_cost_nothing(long outputs, long inputs, long height, long width)
    {
        ModelProto model = OnnxFixture.Parse("zoo-12");
        TensorProto kernel = model.Graph.Initializer[0];
        kernel.Dims.Clear();
        kernel.Dims.Add([outputs, inputs, height, width]);
        kernel.RawData = ByteString.Empty;
        kernel.Name = "block1_conv1/kernel";
        model.Graph.Node[0].Input[1] = kernel.Name;
        model.Graph.Node[0].Input.RemoveAt(2);
        Assert.False(Reads(model.ToByteArray(), 2 << 20, "an empty kernel"));
    }

    private static bool Reads(byte[] bytes, long mostBytes, string what)
    {
        long start = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
        bool read = false;
        try
        {
            ModelProto model = OnnxFile.Read(bytes);
            OnnxWeights.Read(model);
            OnnxVgg.Import(model);
            read = true;
        }
        catch (WeightsFormatException e)
        {
            Assert.NotEqual("", e.Message);
            Assert.DoesNotContain('\n', e.Message);
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < mostBytes, $"{what}: too much memory");
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeLimit, $"{what}: too slow");
        return read;
    }

    private static void AssertCheap(byte[] bytes, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<WeightsFormatException>(() => OnnxFile.Read(bytes));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.True(taken < 1 << 20, $"{reason}: {taken} bytes taken");
    }

    private static byte[] Graph(byte[] content) => [0x08, 7, .. Field(0x3A, content)];

    private static byte[] Field(byte tag, byte[] content)
    {
        var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteRawTag(tag);
            output.WriteLength(content.Length);
        }
        return [.. stream.ToArray(), .. content];
    }

    private static byte[] Repeated(byte[] piece, int times)
    {
        byte[] all = new byte[piece.Length * times];
        for (int i = 0; i < all.Length; i++)
            all[i] = piece[i % piece.Length];
        return all;
    }
}
