namespace Thaw.Cli.Tests;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("Epochs", "epochs", 0)]
    [InlineData("epoch", "epochs", 1)]
    [InlineData("epohcs", "epochs", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void DistanceCountsChanges(string a, string b, int distance) => Assert.Equal(distance, Spelling.Distance(a, b));

    [Fact]
    public void NothingFarAwayIsSuggested()
    {
        Assert.Null(Spelling.Nearest("zebra", ["epochs", "batch"]));
        Assert.Equal("x; there are epochs, batch.", Spelling.Suggest("x", "zebra", ["epochs", "batch"]));
        Assert.Equal("x; did you mean 'batch'?", Spelling.Suggest("x", "bacth", ["epochs", "batch"]));
    }
}
