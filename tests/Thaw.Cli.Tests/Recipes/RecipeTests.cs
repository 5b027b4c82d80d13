using Thaw.Cli.Recipes;
using Thaw.Images;
using Thaw.Training;
using Thaw.Training.Rates;

namespace Thaw.Cli.Tests.Recipes;

/// <summary>Recipes read into numbers, and written back.</summary>
public sealed class RecipeTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"recipe-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void RatesThatAreAutoWaitToBeFoundAndAreWrittenAsNumbers()
    {
        CompareRecipe recipe = Compare("""
            data: pics
            source: photographs
            lr: auto
            gentle-lr: 0.002
            plans: [frozen, full]
            """);
        Assert.Equal([RateKind.Head, RateKind.Block, RateKind.Tuning], recipe.AutoRates);
        CompareRecipe found = recipe.WithRates!([Found(RateKind.Head, 0.03), Found(RateKind.Tuning, 0.0001)]);
        Assert.Empty(found.AutoRates);
        Assert.Equal((0.03, 0.0001, 0.002), (found.PlanSettings.HeadRate, found.PlanSettings.TuningRate, found.PlanSettings.GentleRate));
        Assert.Equal([0.03, 0.0001], found.Plans.Select(plan => plan.Phases[0].LearningRate));
        string text = YamlText.Of(found);
        Assert.DoesNotContain("auto\n", text, StringComparison.Ordinal);
        Assert.Contains("source: photographs\n", text, StringComparison.Ordinal);
        Assert.Equal(text, YamlText.Of(Compare(text)));
        Assert.Equal(0.01, recipe.WithRates([]).PlanSettings.HeadRate);

        static RateSearch Found(RateKind kind, double rate) => new() { Kind = kind, TrainFrom = "head", Rate = rate, Tried = [] };
    }

    [Fact]
    public void EpochsThatAreNotNamedSuitThePictures()
    {
        CompareRecipe recipe = Compare("data: pics\nlr: 0.02\nimage-size: 48") with { ImageSize = 96 };
        CompareRecipe small = recipe.For(90);
        Assert.Equal((67, 0.02, 96), (small.PlanSettings.Epochs, small.PlanSettings.HeadRate, small.ImageSize!.Value));
        Assert.All(small.Plans, plan => Assert.Equal(67, plan.Phases.Sum(phase => phase.Epochs)));
        Assert.Contains("epochs: 67\n", YamlText.Of(small), StringComparison.Ordinal);
        Assert.Equal(20, recipe.For(5000).PlanSettings.Epochs);
        Assert.Equal(7, Compare("data: pics\nepochs: 7").For(90).PlanSettings.Epochs);
    }

    [Fact]
    public void WhatIsWrittenReadsBackToTheSame()
    {
        CompareRecipe recipe = Compare("""
            data: "pics: \"of\" mine\\all"
            name: night.1
            positive: yes
            backbone: weights/a b.safetensors
            image-size: 96
            seeds: 7, 18446744073709551615
            splits: 4
            epochs: 9
            batch: 5
            lr: 0.03
            gentle-lr: 1e-5
            schedule: constant
            warm-up: 0.5
            momentum: 0
            weight-decay: 0
            layer-decay: 0.4
            patience: 3
            augmentation: {flip: yes, crop-scale: 0.7, saturation: 0.1}
            views: 2
            augmentation-seed: 5
            balance-classes: on
            shift: none
            head: {units: 0, dropout: 0.3}
            split: {validation: 0.1, test: 0.3, seed: 11, group: '^(\d+)-"'}
            plans:
              - gradual
              - name: full
                description: 'Everything: "at once"'
                phases:
                  - {train-from: head, epochs: 2, augmentation: none}
                  - {name: rest, train-from: all, lr: 0.25, warm-up: 2, momentum: 0.5, weight-decay: 1e-3, layer-decay: 0.5, views: 9, patience: 1, schedule: cosine}
            """);
        string text = YamlText.Of(recipe);
        CompareRecipe again = Compare(text);
        Assert.Equal(text, YamlText.Of(again));
        Assert.Equal(recipe.Plans.SelectMany(plan => plan.Phases), again.Plans.SelectMany(plan => plan.Phases));
        Assert.Equal("pics: \"of\" mine\\all", again.Data);
        Assert.Equal("yes", again.Positive);
        Assert.False(again.ShiftTest);
        Assert.Equal([7, ulong.MaxValue], again.Seeds);
        Assert.Equal(4, again.Splits);
        Assert.Equal((0.03, 0.03, 1e-5), (again.PlanSettings.HeadRate, again.PlanSettings.TuningRate, again.PlanSettings.GentleRate));
        Assert.Equal((0, 0.3f), (again.Head.Units, again.Head.Dropout));
        Assert.Equal(new SplitOptions { ValidationFraction = 0.1, TestFraction = 0.3, Seed = 11, GroupPattern = "^(\\d+)-\"" }, again.Split);
        Assert.Equal(("full", "Everything: \"at once\""), (again.Plans[1].Name, again.Plans[1].Description));
        Phase head = again.Plans[1].Phases[0], rest = again.Plans[1].Phases[1];
        Assert.Equal(("head", 2, 0.03, 0.0, Augmentation.None), (head.Name, head.Epochs, head.LearningRate, head.WarmUpEpochs, head.Augmentation));
        Assert.Equal(("rest", 9, 0.25, 2.0, Schedule.Cosine, 9), (rest.Name, rest.Epochs, rest.LearningRate, rest.WarmUpEpochs, rest.Schedule, rest.Views));
        Assert.Equal(new Augmentation { HorizontalFlip = true, CropScale = 0.7, Saturation = 0.1 }, rest.Augmentation);
    }

    [Fact]
    public void DefaultsAreTheLibrarys()
    {
        CompareRecipe recipe = Compare("data: pics");
        Assert.Equal(new PlanSettings(), recipe.PlanSettings);
        Assert.Equal(["frozen", "last-block", "full", "two-phase"], recipe.Plans.Select(plan => plan.Name));
        Assert.Equal(new SplitOptions(), recipe.Split);
        Assert.Equal(1, recipe.Splits);
        Assert.DoesNotContain("splits", YamlText.Of(recipe), StringComparison.Ordinal);
        Assert.Null(recipe.ImageSize);
        Assert.True(recipe.ShiftTest);
        Assert.Equal(new RunSettings(null, 0, false, false, "test"), recipe.Run);
    }

    [Fact]
    public void ASweepAddsWhatIsNotThereYet()
    {
        string[] sweep = ["from-block5", "from-block4", "from-block3", "from-block2"];
        CompareRecipe recipe = Compare("data: pics\nsweep: true");
        Assert.Equal([.. CompareRecipe.DefaultPlans, .. sweep], recipe.Plans.Select(plan => plan.Name));
        string text = YamlText.Of(recipe);
        Assert.Equal(text, YamlText.Of(Compare(text + "sweep: true\n")));
        Assert.Equal(["frozen", "from-block3", "from-block5", "from-block4", "from-block2", "from-block1"],
            Compare("data: pics\nplans: [frozen, from-block3]\nsweep: true").Plans.Select(plan => plan.Name));
        Assert.Equal(4, Compare("data: pics\nsweep: false").Plans.Count);

        // A plan of one's own under that name is no end of the sweep
        Assert.Equal("from-block1", Compare("data: pics\nplans: [{name: two-phase, phases: [{train-from: block3}]}]\nsweep: true").Plans[^1].Name);
    }

    [Fact]
    public void OneRateSetsAllAndUnfrozenLayersGetATenth()
    {
        PlanSettings settings = Compare("data: pics\nlr: 0.2\nhead-lr: 0.5").PlanSettings;
        Assert.Equal((0.5, 0.2, 0.02), (settings.HeadRate, settings.TuningRate, settings.GentleRate));
    }

    [Theory]
    [InlineData("augment: false")]
    [InlineData("no-augment: true")]
    [InlineData("augmentation: none")]
    [InlineData("augmentation: {}")]
    public void AugmentationCanBeTurnedOff(string line) => Assert.True(Compare("data: pics\n" + line).PlanSettings.Augmentation.IsNone);

    [Fact]
    public void TheRecipeOfTheComparisonIsRead()
    {
        var file = RecipeFile.Read(Repository("pipelines", "compare.yaml"));
        CompareRecipe recipe = CompareRecipeReader.Read(file.Values, "compare", CompareRecipe.DefaultPlans, "test");
        Assert.Equal(("data/surfaces", "vgg16-tiny", 3), (recipe.Data, recipe.Backbone, recipe.Seeds.Count));
        Assert.Equal(["frozen", "last-block", "full", "two-phase"], recipe.Plans.Select(plan => plan.Name));
    }

    [Fact]
    public void TheRecipeOfTheBackboneIsRead()
    {
        var file = RecipeFile.Read(Repository("pipelines", "pretrain-vgg16-tiny.yaml"));
        Assert.Equal(RecipeFile.Pretrain, file.Kind);
        var recipe = PretrainRecipe.Read(file.Values, "vgg16-tiny", "test");
        Assert.Equal(("vgg16", 0.25, 64, 64, 1UL), (recipe.Network.Name, recipe.Width, recipe.ImageSize, recipe.BatchSize, recipe.Seed));
        Assert.Equal(("tiny-imagenet-200/pictures.csv", 0.05, 1UL), (recipe.Data, recipe.Split.ValidationFraction, recipe.Split.Seed));
        var expected = new Phase
        {
            Name = "pretraining",
            TrainFrom = "all",
            Epochs = 80,
            LearningRate = 0.05,
            Schedule = Schedule.Cosine,
            WarmUpEpochs = 0.5,
            WeightDecay = 5e-4,
            Momentum = 0.9,
            Augmentation = new Augmentation { HorizontalFlip = true, CropScale = 0.5 },
            Views = 1000,
        };
        Assert.Equal(expected, recipe.Phase);
        Assert.Equal("vgg16-tiny", recipe.Metadata["name"]);
    }

    private CompareRecipe Compare(string text)
    {
        File.WriteAllText(_file, text);
        return CompareRecipeReader.Read(RecipeFile.Read(_file).Values, "compare", CompareRecipe.DefaultPlans, "test");
    }

    private static string Repository(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            folder = folder.Parent;
        return Path.Combine([folder!.FullName, .. parts]);
    }
}
