using Microsoft.ML.Data;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class GuideTests(Pictures pictures)
{
    private static string Root { get; } = Find();

    [Fact]
    public void The_code_that_is_shown_is_the_code_that_compiles()
    {
        string[] compiled = Between("tests/Thaw.MLNet.Tests/GuideSnippet.cs", "// begin", "// end"), shown = Between("docs/mlnet.md", "```csharp", "```");
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

    private static string[] Between(string file, string begin, string end)
    {
        bool inside = false;
        var lines = new List<string>();
        foreach (string line in File.ReadLines(Path.Combine(Root, file)).Select(line => line.Trim()))
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

    private static string Find()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No Pipeline.sln above '{AppContext.BaseDirectory}'.");
        return folder.FullName;
    }
}
