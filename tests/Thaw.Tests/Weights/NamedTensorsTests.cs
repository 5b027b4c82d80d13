using Thaw.Weights;

namespace Thaw.Tests.Weights;

public class NamedTensorsTests
{
    [Fact]
    public void Keeps_the_order_of_adding_and_finds_by_name()
    {
        var tensors = new NamedTensors { { "b", [2], [1, 2] }, { "a", [1, 1], [3] } };
        Assert.Equal(["b", "a"], tensors.Names);
        Assert.Equal(2, tensors.Count);
        Assert.Equal([1, 1], tensors["a"].Shape);
        Assert.True(tensors.Contains("a"));
        Assert.False(tensors.TryGet("A", out _));
        KeyNotFoundException e = Assert.Throws<KeyNotFoundException>(() => tensors["A"]);
        Assert.Equal("There is no tensor 'A'; the 2 names begin with 'b', 'a'.", e.Message);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        var tensors = new NamedTensors { { "a", [1], [1] } };
        Assert.Throws<ArgumentException>(() => tensors.Add("a", [1], [2]));
        Assert.Equal([1], tensors["a"].Values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__metadata__")]
    [InlineData("a\nb")]
    public void Bad_names_are_refused(string name) => Assert.Throws<ArgumentException>(() => new NamedTensor(name, [1], [1]));

    [Fact]
    public void Half_a_surrogate_pair_is_no_name() // not a theory: an attribute cannot carry it
    {
        Assert.Throws<ArgumentException>(() => new NamedTensor("\ud800", [1], [1]));
        Assert.Throws<ArgumentException>(() => new NamedTensor("a\udc00b", [1], [1]));
        Assert.Equal("😀", new NamedTensor("😀", [1], [1]).Name);
    }

    [Theory]
    [InlineData(new[] { 2, 2 }, 3)]
    [InlineData(new[] { -1 }, 0)]
    [InlineData(new[] { -1, -1 }, 1)]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 0, 5 }, 5)]
    [InlineData(new[] { 65536, 65536 }, 0)]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 1)]
    public void Shapes_that_do_not_fit_are_refused(int[] shape, int count) =>
        Assert.Throws<ArgumentException>(() => new NamedTensor("x", shape, new float[count]));

    [Fact]
    public void Metadata_is_copied_and_must_be_text()
    {
        var metadata = new Dictionary<string, string> { ["a"] = "1" };
        var tensors = new NamedTensors(metadata);
        metadata["a"] = "2";
        Assert.Equal("1", tensors.Metadata["a"]);
        Assert.Throws<ArgumentException>(() => new NamedTensors(new Dictionary<string, string> { ["a"] = "\ud800" }));
    }
}
