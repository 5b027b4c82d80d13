using Thaw.Tests.References;
using Thaw.Weights;
using Thaw.Weights.KerasHdf5;

namespace Thaw.Tests.Weights.KerasHdf5;

/// <summary>The own writer against the own reader; <c>tests/interop/keras.py</c> holds it against HDF5's own library.</summary>
public class Hdf5WriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(Hdf5Writer.MaxMembers)]
    public void Groups_of_any_size_come_back(int members)
    {
        using var stream = new MemoryStream();
        var writer = new Hdf5Writer(stream);
        var links = Enumerable.Range(0, members).Select(i => new Hdf5Link($"weight-{i}", writer.Dataset([i % 3 + 1, 2], Values(i)))).ToList();
        writer.Finish(writer.Group([new Hdf5Link("group", writer.Group(links))]));
        NamedTensors read = KerasHdf5File.Read(stream.ToArray());
        Assert.Equal(links.Select(link => "group/" + link.Name).Order(StringComparer.Ordinal), read.Names);
        for (int i = 0; i < members; i++)
        {
            Assert.Equal([i % 3 + 1, 2], read[$"group/weight-{i}"].Shape);
            Tolerance.SameBits(Values(i), read[$"group/weight-{i}"].Values, "values");
        }
    }

    [Fact]
    public void More_members_than_a_tree_holds_are_refused()
    {
        var writer = new Hdf5Writer(new MemoryStream());
        Hdf5Link[] links = [.. Enumerable.Range(0, Hdf5Writer.MaxMembers + 1).Select(i => new Hdf5Link($"{i}", 96))];
        Assert.Contains("256 members", Assert.Throws<ArgumentException>(() => writer.Group(links)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scalars_and_empty_datasets_come_back()
    {
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        var writer = new Hdf5Writer(stream);
        writer.Finish(writer.Group([new Hdf5Link("one", writer.Dataset([], [-0f])), new Hdf5Link("none", writer.Dataset([0, 4], []))]));
        NamedTensors read = KerasHdf5File.Read(stream.ToArray()[3..]);
        Assert.Equal(["none", "one"], read.Names);
        Assert.Equal([0, 4], read["none"].Shape);
        Tolerance.SameBits([-0f], read["one"].Values, "one");
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void Texts_of_the_root_that_are_Thaws_come_back()
    {
        using var stream = new MemoryStream();
        KerasHdf5Writer.Write(stream, [new KerasLayer("a", new NamedTensor("a/kernel", [1], [1])), new KerasLayer("b")], ("thaw_width", "0.25"), ("thaw_name", "ä€"), ("thaw_empty", ""), ("other", "x"));
        NamedTensors read = KerasHdf5File.Read(stream.ToArray());
        Assert.Equal(["a/a/kernel:0"], read.Names);
        Assert.Equal([("empty", ""), ("name", "ä€"), ("width", "0.25")], read.Metadata.Select(pair => (pair.Key, pair.Value)).Order());
    }

    private static float[] Values(int i) => [.. Enumerable.Range(0, (i % 3 + 1) * 2).Select(j => i + j / 8f)];
}
