using System.Diagnostics;
using System.Globalization;
using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Comparison.Claims;
using Thaw.Comparison.Evidence;
using Thaw.Comparison.Studies;
using Thaw.Images;
using Thaw.Reports.Studies;
using Thaw.Tensors;
using Thaw.Weights;

namespace Thaw.Cli.Runs;

/// <summary>Runs a study of the claims: a comparison in a folder of its own for each drawn set, distance and number of pictures, and what they say together.</summary>
/// <param name="given">What to do.</param>
internal sealed class ClaimsRun(ClaimsRecipe given)
{
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;

    /// <summary>Runs it and shows what came out.</summary>
    /// <param name="cancellation">Stops; the study can then be resumed.</param>
    public int Execute(CancellationToken cancellation)
    {
        RunSettings run = given.Common.Run;
        var display = Display.For(run.Json);
        RunFolder.Choose(given.Common.Name, run); // an error here should not come after anything was drawn
        ImageSet? source = given.Common.Source is null ? null : SourcePictures.Choose(given.Common.Source);
        Backbone backbone = CompareRun.Find(given.Common.Backbone);
        int side = given.Common.ImageSize ?? backbone.ImageSize;
        ClaimsRecipe recipe = given with { Common = given.Common with { ImageSize = side }, Sweeping = given.Sweeping with { ImageSize = side } };
        using var device = new Cpu(run.Threads);
        CompareRun.Check(recipe.Sweeping, backbone, 2, device);
        (ClaimsStudy study, string path) = display.During(steps => Run(recipe, source, backbone, device, steps, cancellation));
        Show(study, path, run.Json, display);
        return ExitCode.Done;
    }

    private (ClaimsStudy Study, string Folder) Run(ClaimsRecipe recipe, ImageSet? source, Backbone backbone, Cpu device, ISteps steps, CancellationToken cancellation)
    {
        RunSettings run = recipe.Common.Run;
        string text = YamlText.Of(recipe);
        using var folder = RunFolder.Open(recipe.Common.Name, run, text);
        try
        {
            steps.Say($"Writing to {folder.Path}.");
            var pictures = new StudyPictures(recipe, recipe.Common.ImageSize!.Value, folder.Path);
            IReadOnlyList<StudyPlace> places = recipe.Places;
            string[] paths = [.. places.Select(place => Path.Combine(folder.Path, StudyReports.CellsFolder, place.Name))];
            bool[] finished = [.. places.Select((place, i) => run.Resume && FinishedRun.Is(recipe.Of(place, paths[i]), paths[i]))];
            SourcePictures? sources = source is null || finished.All(done => done) ? null
                : new SourcePictures(PreparedPictures.Load(source, recipe.Common.ImageSize.Value, run.Threads, steps, cancellation));
            var pace = new StudyPace();
            for (int i = 0; i < places.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var own = new PrefixedSteps(steps, string.Create(CultureInfo.InvariantCulture, $"{places[i].Name} ({i + 1} of {places.Count})"));
                if (finished[i])
                {
                    own.Say("finished before.");
                    continue;
                }
                long begun = Stopwatch.GetTimestamp();
                Compare(recipe.Of(places[i], paths[i]), pictures.Of(places[i], cancellation), sources, backbone, device, paths[i], own, cancellation);
                pace.Add(places[i], Stopwatch.GetElapsedTime(begun).TotalSeconds);
                if (pace.Left(places.Where((_, n) => n > i && !finished[n])) is { } left)
                    steps.Say($"About {Numbers.Duration(left)} left.");
            }
            ClaimsStudy study = StudyReports.Read(folder.Path, places, text, Machine.Version, run.CommandLine, _started);
            StudyReports.WriteAll(study, folder.Path);
            if (!recipe.Keep)
                pictures.Delete();
            return (study, folder.Path);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw CompareRun.Stopped(folder.Path);
        }
    }

    private static void Compare(CompareRecipe recipe, ImageSet set, SourcePictures? source, Backbone backbone, Cpu device, string path, ISteps steps, CancellationToken cancellation)
    {
        var prepared = PreparedPictures.Read(set, recipe.ImageSize!.Value, recipe.Split, recipe.Run.Threads, steps, cancellation);
        using var held = RunFolder.Open(recipe.Name, recipe.Run with { Resume = true }, YamlText.Of(recipe)); // what an earlier run left is its own
        CompareRun.Train(recipe with { Run = recipe.Run with { Resume = true } }, new RunPictures(prepared, source, []), backbone, device, DateTimeOffset.UtcNow, path, steps, null, cancellation);
        string checkpoints = Path.Combine(path, "checkpoints");
        if (!recipe.SavesModels && Directory.Exists(checkpoints))
            Directory.Delete(checkpoints, recursive: true);
    }

    private static void Show(ClaimsStudy study, string path, bool json, Display display)
    {
        string report = $"Report: {Path.Combine(path, "claims.html")}";
        if (json)
        {
            using Stream stdout = Console.OpenStandardOutput();
            StudyReports.WriteJson(study, stdout);
            display.Say(report);
            return;
        }
        Console.Out.WriteLine();
        foreach (Claim claim in study.Claims)
            Console.Out.WriteLine($"{claim.Number}. {claim.Name}: {StudyReports.AnswerOf(claim.Answer)}. {claim.Sentence}");
        Console.Out.WriteLine(study.Finding);
        Console.Out.WriteLine(report);
    }
}
