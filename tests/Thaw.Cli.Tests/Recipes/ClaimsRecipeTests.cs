using Thaw.Cli.Recipes;
using Thaw.Comparison.Studies;

namespace Thaw.Cli.Tests.Recipes;

/// <summary>Recipes of studies read into numbers, and written back.</summary>
public sealed class ClaimsRecipeTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"recipe-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void TheRecipeOfTheProjectIsRead()
    {
        ClaimsRecipe recipe = Read(File.ReadAllText(Repository("pipelines", "claims.yaml")));
        Assert.Equal(["near", "far"], recipe.Sets);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], recipe.Distances);
        Assert.Equal([40, 160], recipe.Pictures);
        Assert.Equal((200, 1UL, false), (recipe.TestPictures, recipe.DrawSeed, recipe.Keep));
        Assert.Equal([0, 1], recipe.SweepDistances);
        Assert.Equal(20, recipe.Places.Count);
        Assert.Equal("near-0.25-160", recipe.Places[3].Name);
        Assert.Equal(CompareRecipe.DefaultPlans, recipe.Common.Plans.Select(plan => plan.Name));
        Assert.Equal(8, recipe.Sweeping.Plans.Count);
    }

    [Fact]
    public void WhatIsWrittenReadsBackToTheSame()
    {
        ClaimsRecipe recipe = Read("""
            kind: claims
            sets: far
            distances: 0.75, 0.1
            pictures: [200, 7]
            test-pictures: 5
            draw-seed: 9
            sweep: true
            keep: true
            seeds: 4, 5
            lr: 0.02
            shift: none
            plans: [frozen, full]
            """);
        Assert.Equal([0.1, 0.75], recipe.Distances);
        Assert.Equal([7, 200], recipe.Pictures);
        Assert.Equal([0.1, 0.75], recipe.SweepDistances);
        string text = YamlText.Of(recipe);
        Assert.Equal(text, YamlText.Of(Read(text)));
        Assert.Equal((10, 10, 50), (ClaimsRecipe.ValidationOf(7), ClaimsRecipe.ValidationOf(43), ClaimsRecipe.ValidationOf(200)));
        Assert.Empty(Read("kind: claims").SweepDistances);
        Assert.Equal(["near", "far"], Read("kind: claims").Sets);
    }

    [Fact]
    public void AComparisonSweepsWithTheMostPicturesAtTheDistancesAskedFor()
    {
        ClaimsRecipe recipe = Read("kind: claims\nsweep-distances: [0.5]\nkeep: true");
        CompareRecipe Of(double distance, int pictures) => recipe.Of(new StudyPlace("near", distance, pictures), "folder");
        Assert.Equal((8, 4, 4), (Of(0.5, 160).Plans.Count, Of(0.5, 40).Plans.Count, Of(1, 160).Plans.Count));
        CompareRecipe one = Of(0.5, 160);
        Assert.Equal(("near-0.5-160", "../../pictures/near-0.5-160.csv", false, true, "folder"), (one.Name, one.Data, one.Advises, one.SavesModels, one.Run.Out));
    }

    private ClaimsRecipe Read(string text)
    {
        File.WriteAllText(_file, text);
        return ClaimsRecipeReader.Read(RecipeFile.Read(_file).Values, "claims", "test");
    }

    private static string Repository(params string[] parts)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine([folder, .. parts]);
    }
}
