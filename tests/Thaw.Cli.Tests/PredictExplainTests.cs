using System.Text.Json;
using System.Text.RegularExpressions;
using Thaw.Cli.Runs;
using Thaw.Images;

namespace Thaw.Cli.Tests;

[Collection(WorkshopTests.Name)]
public sealed class PredictExplainTests(Workshop workshop)
{
    private const string Model = "runs/compare/models/full.zip";

    [Fact]
    public void HeatMapsAreWrittenForFilesAndFoldersAndSayWhereTheyAre()
    {
        workshop.CopyPictures("heated");
        string[] plain = Lines(workshop.Run("predict", Model, "heated"));
        string[] first = Lines(workshop.Run("predict", Model, "heated", "--explain-out", "heated/maps"));
        Assert.Equal(plain, first.Select(line => line[..line.LastIndexOf('\t')])); // the same answers, to the last digit
        string[] paths = [.. first.Select(line => line.Split('\t')[3])];
        Assert.Equal(2 * Workshop.PerClass, paths.Distinct().Count());
        Assert.Equal(paths.Order(), Directory.GetFiles(workshop.At("heated", "maps")).Select(file => Path.Combine("heated/maps", Path.GetFileName(file))).Order());
        Assert.All(paths, path =>
        {
            Picture picture = ImageDecoder.Decode(File.ReadAllBytes(workshop.At(path)));
            Assert.Equal((224, 224), (picture.Width, picture.Height));
        });
        // Once more: they are replaced, and not taken for pictures
        Assert.Equal(first, Lines(workshop.Run("predict", Model, "heated", "--explain", "--explain-out", "heated/maps")));
        Assert.Equal(2 * Workshop.PerClass, Directory.GetFiles(workshop.At("heated", "maps")).Length);
    }

    [Fact]
    public void JsonNamesTheHeatMapAndItsStrongestPlace()
    {
        string[] pictures = [.. Directory.GetFiles(workshop.At("pics"), "*.png", SearchOption.AllDirectories).Order().Take(3)];
        Ended ended = workshop.Run(["predict", Model, "--json", "--explain-out", "jsonmaps", .. pictures, pictures[0]]);
        Assert.Equal(0, ended.Code);
        using var json = JsonDocument.Parse(ended.Out);
        JsonElement[] predictions = [.. json.RootElement.GetProperty("predictions").EnumerateArray()];
        Assert.Equal(4, predictions.Length);
        Assert.Equal(3, Directory.GetFiles(workshop.At("jsonmaps")).Length);
        foreach (JsonElement prediction in predictions)
        {
            string path = prediction.GetProperty("explanation").GetString()!;
            Assert.Equal("jsonmaps/" + Path.GetFileNameWithoutExtension(prediction.GetProperty("image").GetString()) + ".explain.png", path);
            string strongest = prediction.GetProperty("strongest").GetString()!;
            Assert.Matches("^(upper left|top|upper right|left|middle|right|lower left|bottom|lower right|nowhere)$", strongest);
            Assert.Equal(strongest == "nowhere", ended.Error.Contains($"{prediction.GetProperty("image").GetString()}: nothing in the picture", StringComparison.Ordinal));
        }
        Assert.DoesNotContain("explanation", workshop.Run("predict", Model, "--json", pictures[0]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherFileOfThatNameIsNeverReplaced()
    {
        string picture = Directory.GetFiles(workshop.At("pics", "intact")).Order().First();
        string mine = Path.Combine(Directory.CreateDirectory(workshop.At("mine")).FullName, Path.GetFileNameWithoutExtension(picture) + ".explain.png");
        File.Copy(picture, mine);
        Ended ended = workshop.Run("predict", Model, picture, "--explain-out", "mine");
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("is no heat map that Thaw wrote", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(picture), File.ReadAllBytes(mine));
        Assert.Contains("is a file; --explain-out expects a folder", workshop.Run("predict", Model, picture, "--explain-out", picture).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PicturesThatCannotBeReadGetNoHeatMap()
    {
        File.WriteAllText(workshop.At("broken.png"), "no picture");
        string picture = Directory.GetFiles(workshop.At("pics", "intact")).Order().First();
        Ended ended = workshop.Run("predict", Model, "broken.png", picture, "--explain-out", "some");
        Assert.Equal(1, ended.Code);
        Assert.Contains("1 of 2 pictures could not be read: 'broken.png'", ended.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(workshop.At("some")));
    }

    [Fact]
    public void NamesThatCollideAreKeptApart()
    {
        string folder = Directory.CreateTempSubdirectory("thaw-names-").FullName;
        try
        {
            string[] pictures = ["a/deck.jpg", "b/deck.png", "c/Deck.bmp", "deck-2.png", "a/deck.jpg", Path.Combine(folder, "other.explain.png"), "other.png"];
            var files = new HeatMapFiles(pictures, folder);
            string[] names = [.. pictures.Select(picture => Path.GetFileName(files.Write(picture, [1])))];
            Assert.Equal(["deck.explain.png", "deck-2.explain.png", "Deck-3.explain.png", "deck-2-2.explain.png", "deck.explain.png",
                "other.explain.explain.png", "other-2.explain.png"], names); // a picture that is still to be read is not written over
            Assert.Throws<FailureException>(() => new HeatMapFiles(["x/deck.png"], folder)); // one byte is no heat map
            Directory.CreateDirectory(Path.Combine(folder, "dir.explain.png"));
            Assert.Throws<FailureException>(() => new HeatMapFiles(["dir.png"], folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ReportsShowWhereThePlansLooked()
    {
        string page = File.ReadAllText(workshop.At("runs", "compare", "report.html"));
        string section = Regex.Match(page, "<section id=\"looks\">.*?</section>", RegexOptions.Singleline).Value;
        Assert.True(section.Contains("alt=\"heat map of full for ", StringComparison.Ordinal)
            || section.Contains("told the same class for every test picture", StringComparison.Ordinal), section);
        Assert.DoesNotContain("not there", section, StringComparison.Ordinal);
        Assert.True(page.Length < 3_000_000, $"{page.Length} characters");
    }

    private static string[] Lines(Ended ended)
    {
        Assert.Equal(0, ended.Code);
        return ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
