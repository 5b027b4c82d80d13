using System.Globalization;
using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Images;
using Thaw.Reports.Runs;
using Thaw.Tensors;
using Thaw.Training.Rates;
using Thaw.Weights;

namespace Thaw.Cli.Runs;

/// <summary>Runs one comparison on several splits of the same pictures, each in a folder of its own, and pools them.</summary>
/// <param name="recipe">What to do; its image size is known.</param>
/// <param name="backbone">The backbone.</param>
/// <param name="device">Where to compute; not owned.</param>
/// <param name="started">When the run began.</param>
internal sealed class SplitsRun(CompareRecipe recipe, Backbone backbone, Cpu device, DateTimeOffset started)
{
    /// <summary>Runs it and shows what came out.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="sources">Reads the pictures of the backbone's own task; gives null where none were given.</param>
    /// <param name="display">Where to show it.</param>
    /// <param name="cancellation">Stops; the run can then be resumed.</param>
    public int Execute(ImageSet set, Func<ISteps, SourcePictures?> sources, Display display, CancellationToken cancellation)
    {
        (RunsComparison comparison, string path) = display.During(steps => Run(set, sources, steps, cancellation));
        RunsReportRun.Show(comparison, path, recipe.Run.Json, display);
        return ExitCode.Done;
    }

    /// <summary>The folder of a split in the run folder.</summary>
    /// <param name="number">From 1.</param>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"split-{number}");

    private (RunsComparison Comparison, string Folder) Run(ImageSet set, Func<ISteps, SourcePictures?> sources, ISteps steps, CancellationToken cancellation)
    {
        LoadedImages images = PreparedPictures.Load(set, recipe.ImageSize!.Value, recipe.Run.Threads, steps, cancellation);
        // A split that cannot be made should not be found after hours
        PreparedPictures[] pictures = [.. Enumerable.Range(0, recipe.Splits).Select(number => PreparedPictures.Of(images, SplitOf(number)))];
        foreach (PreparedPictures prepared in pictures)
            CompareRun.Check(prepared.Split);
        if (pictures[0].Split.Train.SequenceEqual(pictures[1].Split.Train) && pictures[0].Split.Test.SequenceEqual(pictures[1].Split.Test))
            throw new UsageException($"{Settings.Splits.Option}: '{recipe.Data}' says itself which pictures train, validate and test, so there is one split only; leave the option out.");
        SourcePictures? source = sources(steps);
        // Rates are found once, on the first split, so that splits differ in nothing else
        (CompareRecipe resolved, IReadOnlyList<RateSearch> searches) = FoundRates.Resolve(recipe.For(pictures[0].Split.Train.Count), pictures[0], backbone, device, steps, cancellation);
        CompareRecipe[] recipes = [.. Enumerable.Range(0, recipe.Splits).Select(number => resolved with { Splits = 1, Split = SplitOf(number) })];
        using var folder = RunFolder.Open(recipe.Name, recipe.Run, YamlText.Of(resolved));
        FoundRates.Write(searches, folder.Path);
        try
        {
            return (Run(recipes, [.. pictures.Select(prepared => new RunPictures(prepared, source, searches))], folder.Path, steps, cancellation), folder.Path);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw CompareRun.Stopped(folder.Path);
        }
    }

    private RunsComparison Run(CompareRecipe[] recipes, RunPictures[] pictures, string folder, ISteps steps, CancellationToken cancellation)
    {
        bool[] finished = [.. recipes.Select((single, i) => recipe.Run.Resume && FinishedRun.Is(single, Path.Combine(folder, NameOf(i + 1))))];
        bool said = false;
        for (int i = 0; i < recipes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var own = new PrefixedSteps(steps, string.Create(CultureInfo.InvariantCulture, $"Split {i + 1} of {recipes.Length}"));
            if (finished[i])
            {
                own.Say("finished before.");
                continue;
            }
            string path = Path.Combine(folder, NameOf(i + 1));
            int left = finished.Skip(i).Count(done => !done);
            CompareRecipe single = recipes[i] with { Run = recipe.Run with { Out = path } };
            using var held = RunFolder.Open(recipe.Name, single.Run, YamlText.Of(single));
            CompareRun.Train(single, pictures[i], backbone, device, DateTimeOffset.UtcNow, path, own, estimate => SayAll(estimate, left), cancellation);
        }
        RunSummary[] runs = [.. recipes.Select((_, i) => RunsReader.Read(Path.Combine(folder, NameOf(i + 1)), NameOf(i + 1)) with { Folder = NameOf(i + 1) })];
        var comparison = RunsComparison.Of(runs, Machine.Version, recipe.Run.CommandLine, started);
        RunsReport.WriteAll(comparison, folder);
        return comparison;

        // The first split that is measured from its beginning speaks for those after it
        void SayAll(TimeEstimate estimate, int left)
        {
            if (said || left < 2 || estimate.Plans.Any(plan => plan.Resumed))
                return;
            said = true;
            steps.Say(string.Create(CultureInfo.InvariantCulture, $"All {left} splits that are left: {EstimateLines.About(left * estimate.Seconds, estimate.AtMost)}."));
        }
    }

    private SplitOptions SplitOf(int number) => recipe.Split with { Seed = unchecked(recipe.Split.Seed + (ulong)number) };
}
