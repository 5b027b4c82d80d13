using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Training.Rates;
using Thaw.Weights;

namespace Thaw.Cli.Runs;

/// <summary>
/// The learning rates that a recipe leaves to be found. What was tried is kept as <c>rates.json</c> in the run folder, so that a run that is resumed
/// shows it again and does not search twice.
/// </summary>
internal static class FoundRates
{
    private const string FileName = "rates.json";

    private static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Finds what a recipe leaves open, and says it.</summary>
    /// <returns>The recipe with numbers, and how they were found; nothing where it left nothing open and nothing was found before.</returns>
    public static (CompareRecipe Recipe, IReadOnlyList<RateSearch> Searches) Resolve(CompareRecipe recipe, PreparedPictures pictures, Backbone backbone,
        Cpu device, ISteps steps, CancellationToken cancellation)
    {
        IReadOnlyList<RateSearch> earlier = recipe.Run.Resume ? Read(RunFolder.Choose(recipe.Name, recipe.Run)) : [];
        if (recipe.AutoRates.Count == 0)
            return (recipe, [.. earlier.Where(search => RateOf(recipe.PlanSettings, search.Kind) == search.Rate)]);
        IReadOnlyList<RateSearch> found = earlier.Count > 0 ? earlier : Find(recipe, pictures, backbone, device, steps, cancellation);
        if (found.Count > 0)
            steps.Say("Found: " + string.Join(", ", found.Select(search => string.Create(CultureInfo.InvariantCulture,
            $"{NameOf(search.Kind)} {search.Rate}"))) + ".");
        CompareRecipe resolved = recipe.WithRates!(found);
        return (resolved with { ImageSize = recipe.ImageSize }, found);
    }

    /// <summary>Keeps what was tried.</summary>
    public static void Write(IReadOnlyList<RateSearch> searches, string folder)
    {
        if (searches.Count > 0)
            AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, searches, Options));
    }

    private static IReadOnlyList<RateSearch> Find(CompareRecipe recipe, PreparedPictures pictures, Backbone backbone, Cpu device, ISteps steps,
        CancellationToken cancellation)
    {
        string cache = Directory.CreateTempSubdirectory("thaw-rates-").FullName;
        try
        {
            using Network network = backbone.CreateNetwork(device, recipe.Head, pictures.Images.Classes.Count, recipe.Seeds[0], recipe.ImageSize);
            var options = new TrainerOptions
            {
                Preprocessing = backbone.Preprocessing,
                CacheFolder = cache,
                BatchSize = recipe.BatchSize,
                Seed = recipe.Seeds[0],
                AugmentationSeed = recipe.AugmentationSeed,
                BalanceClasses = recipe.BalanceClasses,
            };
            using IStep step = steps.Begin("Finding learning rates", RateFinder.Tries(recipe.AutoRates));
            return RateFinder.Find(network, recipe.Plans, recipe.AutoRates, new Examples(pictures.Images, pictures.Split.Train),
                new Examples(pictures.Images, pictures.Split.Validation), options, new Tries(step), cancellation);
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static IReadOnlyList<RateSearch> Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            return [];
        try
        {
            return JsonSerializer.Deserialize<List<RateSearch>>(File.ReadAllBytes(file), Options) ?? [];
        }
        catch (JsonException e)
        {
            throw new FailureException($"'{file}' can't be read ({e.Message}); delete it to find the learning rates again.");
        }
    }

    private static double RateOf(PlanSettings settings, RateKind kind) =>
        kind switch { RateKind.Head => settings.HeadRate, RateKind.Block => settings.BlockRate, RateKind.Tuning => settings.TuningRate, _ => settings.GentleRate };

    private static string NameOf(RateKind kind) => kind.ToString().ToLowerInvariant();

    private sealed class Tries(IStep step) : IProgress<int>
    {
        public void Report(int value) => step.Report(value);
    }
}
