using Microsoft.ML.Data;
using Thaw.Tests;
using Thaw.Tests.Serving;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class GuideTests(Pictures pictures)
{
    [Fact]
    public void The_code_that_is_shown_is_the_code_that_compiles()
    {
        string[] compiled = MarkedLines.Between(RepositoryRoot.Combine("tests/Thaw.MLNet.Tests/GuideSnippet.cs"), "// begin", "// end");
        string[] shown = MarkedLines.Between(RepositoryRoot.Combine("docs/mlnet.md"), "```csharp", "```");
        Assert.True(compiled.Length > 15);
        Assert.Equal(compiled, shown);
    }

    [Fact]
    public void It_runs()
    {
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = pictures.Folder;
        try
        {
            Assert.InRange(GuideSnippet.Train([.. pictures.Two.Select(row => new GuideSnippet.Deck { ImagePath = row.ImagePath, Label = row.Label })]), 0, 1);
            Assert.True(File.Exists("decks.zip"));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        Assert.Equal(pictures.Two.Count, GuideSnippet.Featurize(pictures.Context, pictures.Data).Transform(pictures.Data).GetColumn<float>("Probability").Count());
    }
}
