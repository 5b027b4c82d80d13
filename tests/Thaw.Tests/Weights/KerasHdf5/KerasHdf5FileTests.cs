using System.Globalization;
using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.KerasHdf5;

namespace Thaw.Tests.Weights.KerasHdf5;

public class KerasHdf5FileTests
{
    [Theory]
    [InlineData("keras-old", "{0}/{0}_W_1:0", "{0}/{0}_b_1:0")]
    [InlineData("keras-new", "{0}/{0}_W_1:0", "{0}/{0}_b_1:0")]
    [InlineData("keras-nested", "{0}/{0}/kernel:0", "{0}/{0}/bias:0")]
    public void Reads_VGG16_as_Keras_lays_it_out(string name, string kernel, string bias)
    {
        NamedTensors tensors = KerasHdf5File.Read(Hdf5Fixture.PathOf(name));
        Assert.Equal(26, tensors.Count);
        GoldenFile golden = GoldenFile.Open("keras_features.safetensors");
        foreach (string weight in golden.Names.Where(weight => weight.Contains('/')))
        {
            string layer = weight.Split('/')[0];
            NamedTensor tensor = tensors[string.Format(CultureInfo.InvariantCulture, weight.EndsWith("kernel", StringComparison.Ordinal) ? kernel : bias, layer)];
            Assert.Equal(golden.Shape(weight), tensor.Shape);
            Assert.Equal(golden.Floats(weight), tensor.Values);
        }
    }

    [Theory]
    [InlineData("kinds-old")]
    [InlineData("kinds-new")]
    public void Reads_every_way_to_store_numbers(string name)
    {
        NamedTensors tensors = KerasHdf5File.Read(Hdf5Fixture.Read(name));
        Check(tensors, "half", [5, 3]);
        Check(tensors, "big-endian", [5, 3]);
        Check(tensors, "scalar", []);
        Check(tensors, "empty", [0, 4]);
        Check(tensors, "chunks", [7, 5, 3]);
        Check(tensors, "one-chunk", [7, 5]);
        Check(tensors, "gzip", [40, 33]);
        Check(tensors, "one-gzip-chunk", [40, 33]);
        Check(tensors, "gzip-shuffle-checksum", [40, 33]);
        Check(tensors, "many-chunks", [1500]);
        float[] partly = tensors["partly-written"].Values;
        for (int i = 0; i < 64; i++)
        {
            int row = i / 8 - 4, column = i % 8 - 4;
            Assert.Equal(row < 0 || column < 0 ? 0 : Hdf5Fixture.Value("partly-written", 4 * row + column), partly[i]);
        }
        Assert.Equal(11, tensors.Count); // not the link to another name
        Assert.Equal(["integers"], tensors.LeftOut);
    }

    [Theory]
    [InlineData("many-old")]
    [InlineData("many-new")]
    public void Reads_groups_with_many_members(string name)
    {
        NamedTensors tensors = KerasHdf5File.Read(Hdf5Fixture.Read(name));
        Assert.Equal(Enumerable.Range(0, 1400).Select(i => $"group/weight-{i}").Order(StringComparer.Ordinal), tensors.Names.Order(StringComparer.Ordinal));
        Assert.All(tensors, tensor =>
        {
            for (int i = 0; i < 6; i++)
                Assert.Equal(Hdf5Fixture.Value("group/weight-0", i), tensor.Values[i]);
        });
    }

    [Fact]
    public void Finds_a_file_behind_a_user_block()
    {
        byte[] file = Hdf5Fixture.Read("keras-old");
        byte[] moved = new byte[1024 + file.Length];
        file.CopyTo(moved, 1024);

        // The base address of a version 0 superblock is 24 bytes in
        BitConverter.TryWriteBytes(moved.AsSpan(1024 + 24), 1024L);
        Assert.Equal(26, KerasHdf5File.Read(moved).Count);
    }

    [Fact]
    public void Says_what_another_file_is_not()
    {
        string message = Assert.Throws<WeightsFormatException>(() => KerasHdf5File.Read(new byte[5000])).Message;
        Assert.Equal("This is no HDF5 file: its signature is missing.", message);
    }

    [Fact]
    public void Does_not_narrow_without_a_word()
    {
        string message = Assert.Throws<WeightsFormatException>(() => KerasHdf5File.Read(Hdf5Fixture.Read("wide"))).Message;
        Assert.Equal("'double' has numbers of 64 bits, and narrowing would change them without a word; save it as float32.", message);
    }

    private static void Check(NamedTensors tensors, string path, int[] shape)
    {
        NamedTensor tensor = tensors[path];
        Assert.Equal(shape, tensor.Shape);
        for (int i = 0; i < tensor.Values.Length; i++)
            Assert.Equal(Hdf5Fixture.Value(path, i), tensor.Values[i]);
    }
}
