using System.Text.Json.Nodes;
using Thaw.Benchmarks.Rounds;

namespace Thaw.Tests.Benchmarks;

/// <summary>How the comparison with other libraries reads their output and makes its medians and ratios.</summary>
public class PeerArithmeticTests
{
    [Theory]
    [InlineData(3.0, new[] { 3.0 })]
    [InlineData(2.0, new[] { 100.0, 1.0, 2.0 })]
    [InlineData(2.5, new[] { 4.0, 1.0, 3.0, 2.0 })]
    public void The_median_stands_in_the_middle(double expected, double[] values) => Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void Nothing_has_no_median() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));

    [Fact]
    public void Ratios_are_of_values_of_the_same_round()
    {
        // The medians, 2 and 10, would say 0.2; round by round it is 1/10, 2/20, 3/6
        double[] ratios = Statistics.RoundRatios([1, 2, 3], [10, 20, 6]);
        Assert.Equal([0.1, 0.1, 0.5], ratios);
        Assert.Equal(0.1, Statistics.Median(ratios));
    }

    [Fact]
    public void A_round_that_lacks_a_value_has_no_ratio()
    {
        Assert.Equal([4.0], Statistics.RoundRatios([1, null, 8, 3], [null, 2, 2, 0]));
        Assert.Throws<ArgumentException>(() => Statistics.RoundRatios([1, 2], [1]));
    }

    [Theory]
    [InlineData("{\"inferImagesPerSecond\": 2.5}")]
    [InlineData("a warning\n{not json\n{\"inferImagesPerSecond\":2.5}\n")]
    [InlineData("{\n  \"network\": \"vgg16\",\n  \"inner\": {\n    \"a\": 1\n  },\n  \"inferImagesPerSecond\": 2.5\n}\n")]
    public void The_object_at_the_end_of_the_output_is_read(string text) =>
        Assert.Equal(2.5, PeerOutput.Number(PeerOutput.Parse(text), "inferImagesPerSecond"));

    [Theory]
    [InlineData("")]
    [InlineData("done")]
    [InlineData("{\"a\": 1")]
    [InlineData("[1]")]
    public void Output_without_an_object_is_an_error(string text) => Assert.Throws<FormatException>(() => PeerOutput.Parse(text));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"speed\": null}")]
    [InlineData("{\"speed\": \"fast\"}")]
    [InlineData("{\"speed\": 0}")]
    [InlineData("{\"speed\": -1}")]
    public void What_is_no_positive_number_is_none(string text) =>
        Assert.Null(PeerOutput.Number((JsonObject)JsonNode.Parse(text)!, "speed"));
}
