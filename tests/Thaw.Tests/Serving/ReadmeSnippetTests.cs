namespace Thaw.Tests.Serving;

public class ReadmeSnippetTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/model-zip.md")]
    public void The_code_that_is_shown_is_the_code_that_compiles(string page)
    {
        string[] compiled = Between(RepositoryRoot.Combine("tests/Thaw.Tests/Serving/ReadmeSnippet.cs"), "// begin", "// end");
        string[] shown = Between(RepositoryRoot.Combine(page), "```csharp", "```");
        Assert.Equal(4, compiled.Length);
        Assert.Equal(compiled, shown.Take(compiled.Length)); // what comes behind is code for ML.NET
    }

    private static string[] Between(string file, string begin, string end)
    {
        bool inside = false;
        var lines = new List<string>();
        foreach (string line in File.ReadLines(file).Select(line => line.Trim()))
        {
            if (line == begin)
                inside = true;
            else if (line == end)
                inside = false;
            else if (inside && line.Length > 0)
                lines.Add(line);
        }
        return [.. lines];
    }
}
