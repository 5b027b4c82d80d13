using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Comparison;
using Thaw.Comparison.Advice;
using Thaw.Comparison.Evidence;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Reports;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Training.Rates;
using Thaw.Weights;

namespace Thaw.Cli.Runs;

/// <summary>Runs a comparison from its recipe to its reports.</summary>
internal static class CompareRun
{
    /// <summary>Runs it and shows what came out.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="cancellation">Stops; the run can then be resumed.</param>
    public static int Execute(CompareRecipe recipe, CancellationToken cancellation)
    {
        var display = Display.For(recipe.Run.Json);
        DateTimeOffset started = DateTimeOffset.UtcNow;
        RunFolder.Choose(recipe.Name, recipe.Run); // an error here should not come after the pictures are read
        ImageSet set = ImageSet.Load(recipe.Data, recipe.Positive);
        if (!recipe.Threshold.IsHalf && set.Classes.Count != 2)
            throw new UsageException($"{Settings.Threshold.Option}: {recipe.Threshold} needs two classes, '{recipe.Data}' has {set.Classes.Count}, "
                + "of which the most probable is told; leave the threshold out.");
        ImageSet? source = recipe.Source is null ? null : SourcePictures.Choose(recipe.Source);
        Backbone backbone = Find(recipe.Backbone);
        CompareRecipe resolved = recipe with { ImageSize = recipe.ImageSize ?? backbone.ImageSize };
        using var device = new Cpu(resolved.Run.Threads);
        Check(resolved, backbone, set.Classes.Count, device);
        SourcePictures? Sources(ISteps steps) => source is null ? null
            : new SourcePictures(PreparedPictures.Load(source, resolved.ImageSize!.Value, resolved.Run.Threads, steps, cancellation));
        if (resolved.Splits > 1)
            return new SplitsRun(resolved, backbone, device, started).Execute(set, Sources, display, cancellation);
        (ComparisonResult result, string path) = display.During(steps => Train(resolved, set, Sources, backbone, device, started, steps, cancellation));
        Show(result, path, recipe.Run.Json, display);
        return ExitCode.Done;
    }

    /// <summary>Trains, tests and writes the reports of one split.</summary>
    /// <param name="recipe">What to do; its image size and learning rates are known.</param>
    /// <param name="pictures">The pictures, split, and what belongs to them.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="started">When the run, or the split, began.</param>
    /// <param name="folder">The run folder, which is held.</param>
    /// <param name="steps">Shows the progress.</param>
    /// <param name="estimated">Told how long it will take; may be null.</param>
    /// <param name="cancellation">Stops.</param>
    public static ComparisonResult Train(CompareRecipe recipe, RunPictures pictures, Backbone backbone, Cpu device, DateTimeOffset started, string folder,
        ISteps steps, Action<TimeEstimate>? estimated, CancellationToken cancellation)
    {
        PreparedPictures prepared = pictures.Prepared;
        PlanAdvice? advice = recipe.Advises && recipe.Plans.Count > 1 ? AdviceRun.Advise(recipe, prepared, backbone, device, steps, cancellation) : null;
        IReadOnlyList<PlanRun> runs = Runs(recipe, pictures, backbone, device, folder, steps, estimated, cancellation);
        var setup = new RunSetup
        {
            Backbone = backbone.Name,
            BackboneSha256 = backbone.Sha256,
            ImageSize = recipe.ImageSize!.Value,
            BatchSize = recipe.BatchSize,
            Seeds = recipe.Seeds,
            SplitSeed = recipe.Split.Seed,
            Threshold = recipe.Threshold,
            Recipe = YamlText.Of(recipe),
            RateSearches = pictures.Searches,
        };
        RunEnvironment environment = Machine.Environment(device, recipe.Run.CommandLine, started);
        var result = ComparisonResult.Of(prepared.Summary(recipe.Data), setup, environment, prepared.TestSet(), runs) with { Advice = advice };
        RunReports.WriteAll(result, folder, prepared.TestPicture);
        return result;
    }

    /// <summary>Checks that there is something to choose and to test by.</summary>
    /// <exception cref="UsageException">A part is empty.</exception>
    public static void Check(ImageSplit split)
    {
        if (split.Validation.Count == 0 || split.Test.Count == 0)
            throw new UsageException("A comparison needs pictures for validation and for the test; give both a share above 0.");
    }

    /// <summary>The line that says how to go on with a run that was stopped.</summary>
    public static StoppedException Stopped(string folder) =>
        new($"Stopped; 'thaw run {Path.Combine(folder, RunFolder.RecipeFileName)} --resume' finishes this run.");

    private static (ComparisonResult Result, string Folder) Train(CompareRecipe recipe, ImageSet set, Func<ISteps, SourcePictures?> sources, Backbone backbone,
        Cpu device, DateTimeOffset started, ISteps steps, CancellationToken cancellation)
    {
        var prepared = PreparedPictures.Read(set, recipe.ImageSize!.Value, recipe.Split, recipe.Run.Threads, steps, cancellation);
        Check(prepared.Split);
        SourcePictures? source = sources(steps);
        recipe = recipe.For(prepared.Split.Train.Count);
        (recipe, IReadOnlyList<RateSearch> searches) = FoundRates.Resolve(recipe, prepared, backbone, device, steps, cancellation);
        using var folder = RunFolder.Open(recipe.Name, recipe.Run, YamlText.Of(recipe));
        FoundRates.Write(searches, folder.Path);
        try
        {
            return (Train(recipe, new RunPictures(prepared, source, searches), backbone, device, started, folder.Path, steps, null, cancellation), folder.Path);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw Stopped(folder.Path);
        }
    }

    private static IReadOnlyList<PlanRun> Runs(CompareRecipe recipe, RunPictures run, Backbone backbone, Cpu device, string path, ISteps steps,
        Action<TimeEstimate>? estimated, CancellationToken cancellation)
    {
        PreparedPictures pictures = run.Prepared;
        var comparison = new PlanComparison(pictures.Images, pictures.Split, backbone, OptionsOf(recipe) with { Source = run.Source }, device, path,
            recipe.SavesModels ? model => ModelZip.Write(Path.Combine(path, "models", model.Plan + ".zip"), model) : null);
        steps.Say($"Writing to {path}.");
        TimeEstimate estimate = Estimate(comparison, steps, cancellation);
        EstimateLines.Say(estimate, steps);
        estimated?.Invoke(estimate);
        using var lines = new TrialLines(recipe.Plans, recipe.Seeds.Count, steps);
        using var history = new LiveHistory(path, lines);
        IReadOnlyList<PlanRun> runs = comparison.Run(history, cancellation);
        lines.Finish();
        return runs;
    }

    /// <summary>What a recipe asks a comparison to do.</summary>
    public static ComparisonOptions OptionsOf(CompareRecipe recipe) => new()
    {
        Plans = recipe.Plans,
        Seeds = recipe.Seeds,
        AugmentationSeed = recipe.AugmentationSeed,
        Head = recipe.Head,
        BatchSize = recipe.BatchSize,
        BalanceClasses = recipe.BalanceClasses,
        ShiftTest = recipe.ShiftTest,
        Threshold = recipe.Threshold,
        Resume = recipe.Run.Resume,
    };

    /// <summary>Measures how long it will take.</summary>
    public static TimeEstimate Estimate(PlanComparison comparison, ISteps steps, CancellationToken cancellation)
    {
        using IStep step = steps.Begin("Measuring how long it will take", 1);
        return comparison.Estimate(cancellation);
    }

    /// <summary>Loads a backbone.</summary>
    public static Backbone Find(string nameOrFile)
    {
        try
        {
            return BackboneStore.Find(nameOrFile);
        }
        catch (WeightsFormatException e)
        {
            throw new FailureException($"'{nameOrFile}' is no backbone that can be loaded: {e.Message}");
        }
    }

    /// <summary>Checks that plans name layers that there are and that the weights fit, which should not be found after an hour.</summary>
    public static void Check(CompareRecipe recipe, Backbone backbone, int classes, Cpu device)
    {
        using Network network = backbone.CreateNetwork(device, recipe.Head, classes, 0, recipe.ImageSize);
        foreach (Plan plan in recipe.Plans)
        {
            foreach (Phase phase in plan.Phases)
            {
                try
                {
                    Trainer.BoundaryOf(network, phase);
                }
                catch (ArgumentException)
                {
                    string[] names = ["all", "head", "block1", "block2", "block3", "block4", "block5", .. network.Layers.Select(layer => layer.Name)];
                    throw new UsageException(Spelling.Suggest($"Plan '{plan.Name}', phase '{phase.Name}': no layer or block is named '{phase.TrainFrom}'",
                        phase.TrainFrom, names));
                }
            }
        }
    }

    private static void Show(ComparisonResult result, string path, bool json, Display display)
    {
        if (json)
        {
            using Stream stdout = Console.OpenStandardOutput();
            JsonReport.Write(result, stdout);
            display.Say($"Report: {Path.Combine(path, "report.html")}");
            return;
        }
        Console.Out.WriteLine();
        Display.Write(PlanTable.Of(result));
        Console.Out.WriteLine(result.Verdict.Sentence);
        Console.Out.WriteLine(result.Verdict.Selection);
        Console.Out.WriteLine($"Report: {Path.Combine(path, "report.html")}");
    }
}
