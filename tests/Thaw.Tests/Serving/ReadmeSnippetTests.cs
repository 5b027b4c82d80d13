namespace Thaw.Tests.Serving;

public class ReadmeSnippetTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/model-zip.md")]
    public void The_code_that_is_shown_is_the_code_that_compiles(string page)
    {
        string[] compiled = MarkedLines.Between(RepositoryRoot.Combine("tests/Thaw.Tests/Serving/ReadmeSnippet.cs"), "// begin", "// end");
        string[] shown = MarkedLines.Between(RepositoryRoot.Combine(page), "```csharp", "```");
        Assert.Equal(4, compiled.Length);
        Assert.Equal(compiled, shown.Take(compiled.Length)); // what comes behind is code for ML.NET
    }
}
