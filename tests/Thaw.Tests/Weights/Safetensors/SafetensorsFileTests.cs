using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Weights.Safetensors;

public class SafetensorsFileTests
{
    [Fact]
    public void Reads_what_Python_wrote()
    {
        NamedTensors tensors = SafetensorsFile.Read(GoldenFile.PathOf("encodings.safetensors"));
        Assert.Equal(
            ["brain", "brain_widened", "empty", "größe/ß", "half", "half_widened", "scalar", "single"], tensors.Names);
        Assert.Equal(["steps"], tensors.LeftOut);
        Assert.Equal("\"\\\n", tensors.Metadata["quote"]);
        Assert.Equal([6, 8], tensors["half"].Shape);
        Assert.Equal([0, 3], tensors["empty"].Shape);
        Assert.Empty(tensors["scalar"].Shape);
        Assert.Equal([0.1f], tensors["scalar"].Values);
        Assert.Equal([1.5f], tensors["größe/ß"].Values);
        Assert.Equal([0f, -0f, 1f, -2f, 65504f], tensors["single"].Values[..5]);
        Tolerance.SameBits(tensors["half_widened"].Values, tensors["half"].Values, "F16");
        Tolerance.SameBits(tensors["brain_widened"].Values, tensors["brain"].Values, "BF16");
    }

    [Fact]
    public void Writes_the_layout_of_the_format()
    {
        var tensors = new NamedTensors(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }) { { "z", [2], [1, 2] }, { "B", [], [3] } };
        byte[] bytes = SafetensorsBytes.Write(tensors);
        string header = SafetensorsBytes.Header(bytes);
        Assert.Equal(
            """{"__metadata__":{"a":"1","b":"2"},"B":{"dtype":"F32","shape":[],"data_offsets":[0,4]}""" +
            ""","z":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
            header.TrimEnd(' '));
        Assert.Equal(0, header.Length % 8);
        Assert.Equal([0, 0, 64, 64, 0, 0, 128, 63, 0, 0, 0, 64], bytes[^12..]);
    }

    [Fact]
    public void The_order_of_adding_does_not_change_the_bytes()
    {
        var forth = new NamedTensors { { "a", [1], [1] }, { "b", [1], [2] }, { "A", [1], [3] } };
        var back = new NamedTensors { { "A", [1], [3] }, { "b", [1], [2] }, { "a", [1], [1] } };
        Assert.Equal(SafetensorsBytes.Write(forth), SafetensorsBytes.Write(back));
    }

    [Fact]
    public void Half_the_size_rounds_to_nearest_even()
    {
        float[] values = [1, 1 + 1f / 2048, 1 + 3f / 2048, 65504, 65519, 5.9604645e-8f, 1e-9f, -0f, float.NegativeInfinity];
        var tensors = new NamedTensors { { "x", [values.Length], values } };
        float[] read = SafetensorsBytes.Read(SafetensorsBytes.Write(tensors, TensorEncoding.Float16))["x"].Values;
        Assert.Equal([1, 1, 1 + 2f / 1024, 65504, 65504, 5.9604645e-8f, 0, -0f, float.NegativeInfinity], read);
    }

    [Fact]
    public void Half_the_size_refuses_what_it_cannot_hold()
    {
        var tensors = new NamedTensors { { "block1_bn1/moving_variance", [2], [1, -65520] } };
        ArgumentException e = Assert.Throws<ArgumentException>(() => SafetensorsBytes.Write(tensors, TensorEncoding.Float16));
        Assert.Equal("Tensor 'block1_bn1/moving_variance' holds -65520, beyond float16's 65504; write float32 instead.", e.Message);
    }

    [Fact]
    public void Reads_from_where_the_stream_stands_and_leaves_it_open()
    {
        byte[] bytes = [9, 9, 9, .. SafetensorsBytes.Write(new NamedTensors { { "x", [2], [4, 5] } })];
        using var stream = new MemoryStream(bytes) { Position = 3 };
        Assert.Equal([4, 5], SafetensorsFile.Read(stream)["x"].Values);
        Assert.Equal(bytes.Length, stream.Position);
    }

    [Fact]
    public void A_file_without_tensors_is_a_file()
    {
        Assert.Empty(SafetensorsBytes.Read(SafetensorsBytes.Write([])));
        Assert.Empty(SafetensorsBytes.Read(SafetensorsBytes.Make("{}")));
    }

    [Fact]
    public void Files_appear_whole_or_not_at_all()
    {
        string folder = Directory.CreateTempSubdirectory("thaw-safetensors-").FullName;
        try
        {
            string path = Path.Combine(folder, "x.safetensors");
            SafetensorsFile.Write(path, new NamedTensors { { "x", [1], [1] } });
            SafetensorsFile.Write(path, new NamedTensors { { "x", [1], [2] } });
            var large = new NamedTensors { { "x", [1], [1e9f] } };
            Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, large, TensorEncoding.Float16));
            Assert.Equal([2], SafetensorsFile.Read(path)["x"].Values);
            Assert.Equal([path], Directory.GetFiles(folder));
            Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read(path + "y"));

            File.WriteAllBytes(path, [1, 2, 3]);
            WeightsFormatException e = Assert.Throws<WeightsFormatException>(() => SafetensorsFile.Read(path));
            Assert.StartsWith(path + ": ", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(TensorEncoding.Float32, 0)]
    [InlineData(TensorEncoding.Float32, 1)]
    [InlineData(TensorEncoding.Float16, 2)]
    public void Random_tensors_come_back_bit_by_bit(TensorEncoding encoding, ulong seed)
    {
        for (ulong round = 0; round < 100; round++)
        {
            NamedTensors written = RandomTensors.Make(seed * 1000 + round, encoding);
            byte[] bytes = SafetensorsBytes.Write(written, encoding);
            NamedTensors read = SafetensorsBytes.Read(bytes);
            Assert.Equal(written.Names.Order(StringComparer.Ordinal), read.Names);
            Assert.Equal(written.Metadata, read.Metadata);
            foreach (NamedTensor tensor in written)
            {
                Assert.Equal(tensor.Shape, read[tensor.Name].Shape);
                Tolerance.SameBits(tensor.Values, read[tensor.Name].Values, tensor.Name);
            }
            Assert.Equal(bytes, SafetensorsBytes.Write(read, encoding));
        }
    }

    [Fact]
    public void Tensors_longer_than_a_chunk_come_back()
    {
        float[] values = [.. Enumerable.Range(0, 100_003).Select(i => (float)(i % 2048))];
        var tensors = new NamedTensors { { "x", [100_003], values } };
        Assert.Equal(values, SafetensorsBytes.Read(SafetensorsBytes.Write(tensors, TensorEncoding.Float16))["x"].Values);
        Assert.Equal(values, SafetensorsBytes.Read(SafetensorsBytes.Write(tensors))["x"].Values);
    }
}
