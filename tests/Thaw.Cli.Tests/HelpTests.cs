namespace Thaw.Cli.Tests;

[Collection(WorkshopTests.Name)]
public sealed class HelpTests(Workshop workshop)
{
    [Theory]
    [InlineData("thaw [command]", "--help")]
    [InlineData("thaw [command]")]
    [InlineData("thaw compare <DATA>", "compare", "--help")]
    [InlineData("thaw advise <DATA>", "advise", "--help")]
    [InlineData("thaw weights statistics <NAME|FILE> <DATA>", "weights", "statistics", "--help")]
    [InlineData("thaw train <DATA>", "train", "--help")]
    [InlineData("thaw run <FILE>", "run", "--help")]
    [InlineData("thaw report <RUN>...", "report", "--help")]
    [InlineData("thaw evaluate <MODEL> <DATA>", "evaluate", "--help")]
    [InlineData("thaw predict <MODEL> <IMAGE>...", "predict", "--help")]
    [InlineData("thaw export <MODEL>", "export", "--help")]
    [InlineData("thaw data make <NAME>", "data", "make", "--help")]
    [InlineData("thaw weights [command]", "weights", "--help")]
    [InlineData("thaw weights list", "weights", "list", "--help")]
    [InlineData("thaw weights info <NAME|FILE>", "weights", "info", "--help")]
    [InlineData("thaw weights import <FILE>", "weights", "import", "--help")]
    [InlineData("thaw weights download <NAME>", "weights", "download", "--help")]
    [InlineData("thaw weights path", "weights", "path", "--help")]
    [InlineData("thaw bench [options]", "bench", "--help")]
    public void EveryVerbHasHelpWithExamples(string usage, params string[] arguments)
    {
        Ended ended = ThawProcess.Within(arguments);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains(usage, ended.Out, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  thaw ", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void VersionIsOneLine() => Assert.Matches(@"^thaw \d+\.\d+\.\d+\n$", workshop.Run("--version").Out);
}
