using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Comparison;
using Thaw.Comparison.Advice;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Reports;
using Thaw.Tensors;
using Thaw.Training;
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
        Backbone backbone = Find(recipe.Backbone);
        CompareRecipe resolved = recipe with { ImageSize = recipe.ImageSize ?? backbone.ImageSize };
        using var device = new Cpu(resolved.Run.Threads);
        Check(resolved, backbone, set.Classes.Count, device);
        (ComparisonResult result, string path) = display.During(steps => Train(resolved, set, backbone, device, started, steps, cancellation));
        Show(result, path, recipe.Run.Json, display);
        return ExitCode.Done;
    }

    private static (ComparisonResult Result, string Folder) Train(CompareRecipe recipe, ImageSet set, Backbone backbone, Cpu device,
        DateTimeOffset started, ISteps steps, CancellationToken cancellation)
    {
        var pictures = PreparedPictures.Read(set, recipe.ImageSize!.Value, recipe.Split, recipe.Run.Threads, steps, cancellation);
        if (pictures.Split.Validation.Count == 0 || pictures.Split.Test.Count == 0)
            throw new UsageException("A comparison needs pictures for validation and for the test; give both a share above 0.");
        string text = YamlText.Of(recipe);
        using var folder = RunFolder.Open(recipe.Name, recipe.Run, text);
        try
        {
            PlanAdvice? advice = recipe.Advises && recipe.Plans.Count > 1 ? AdviceRun.Advise(recipe, pictures, backbone, device, steps, cancellation) : null;
            IReadOnlyList<PlanRun> runs = Runs(recipe, pictures, backbone, device, folder.Path, steps, cancellation);
            var setup = new RunSetup
            {
                Backbone = backbone.Name,
                BackboneSha256 = backbone.Sha256,
                ImageSize = recipe.ImageSize.Value,
                BatchSize = recipe.BatchSize,
                Seeds = recipe.Seeds,
                SplitSeed = recipe.Split.Seed,
                Recipe = text,
            };
            RunEnvironment environment = Machine.Environment(device, recipe.Run.CommandLine, started);
            var result = ComparisonResult.Of(pictures.Summary(recipe.Data), setup, environment, pictures.TestSet(), runs) with { Advice = advice };
            RunReports.WriteAll(result, folder.Path, pictures.TestPicture);
            return (result, folder.Path);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new StoppedException($"Stopped; 'thaw run {Path.Combine(folder.Path, RunFolder.RecipeFileName)} --resume' finishes this run.");
        }
    }

    private static IReadOnlyList<PlanRun> Runs(CompareRecipe recipe, PreparedPictures pictures, Backbone backbone, Cpu device, string path, ISteps steps,
        CancellationToken cancellation)
    {
        var comparison = new PlanComparison(pictures.Images, pictures.Split, backbone, OptionsOf(recipe), device, path,
            model => ModelZip.Write(Path.Combine(path, "models", model.Plan + ".zip"), model));
        steps.Say($"Writing to {path}.");
        EstimateLines.Say(Estimate(comparison, steps, cancellation), steps);
        using var lines = new TrialLines(recipe.Plans, recipe.Seeds.Count, steps);
        IReadOnlyList<PlanRun> runs = comparison.Run(lines, cancellation);
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

    // A phase that names no layer, or weights that do not fit, should not be found after an hour
    private static void Check(CompareRecipe recipe, Backbone backbone, int classes, Cpu device)
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
