using System.Globalization;
using Thaw.Images.Drawing;

namespace Thaw.Cli.Recipes;

/// <summary>Makes a study's recipe from what was set, every number checked.</summary>
internal static class ClaimsRecipeReader
{
    private const int MostPictures = 100_000, MostItems = 100, MostCells = 1_000;

    /// <summary>Reads a recipe.</summary>
    /// <param name="values">What was set.</param>
    /// <param name="name">The study's name where none is set.</param>
    /// <param name="commandLine">The command as it was given.</param>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public static ClaimsRecipe Read(SettingValues values, string name, string commandLine)
    {
        string[] dials = [.. DrawnData.Names.Where(DrawnData.HasDistance)];
        string[] sets = List(values, Settings.Sets, dials, item => dials.Contains(item.Text()) ? item.Text()
            : throw new UsageException(Spelling.Suggest($"{item.Origin}: no drawn set with a distance is named '{item.Text()}'", item.Text(), dials)));
        double[] distances = List(values, Settings.Distances, [0, 0.25, 0.5, 0.75, 1], Distance);
        int[] pictures = List(values, Settings.PictureCounts, [40, 160], Count);
        Array.Sort(distances);
        Array.Sort(pictures);
        if (sets.Length * distances.Length * pictures.Length is var cells && cells > MostCells)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"The study has {cells} comparisons; expected at most {MostCells}: sets times distances times numbers of pictures."));
        bool sweeps = values.Flag(Settings.Sweep) || values[Settings.SweepDistances] is not null;
        double[] swept = !sweeps ? [] : List(values, Settings.SweepDistances, [.. new[] { distances[0], distances[^1] }.Distinct()], item => distances.Contains(Distance(item)) ? Distance(item)
            : throw item.Expected($"one of the study's distances ({string.Join(", ", distances.Select(d => d.ToString(CultureInfo.InvariantCulture)))})"));
        Array.Sort(swept);
        return new ClaimsRecipe
        {
            Sets = sets,
            Distances = distances,
            Pictures = pictures,
            TestPictures = values.Whole(Settings.TestPictures, 300, 1, MostPictures),
            DrawSeed = values.Seed(Settings.DrawSeed, 1),
            SweepDistances = swept,
            Keep = values.Flag(Settings.Keep),
            Common = Comparison(values, name, commandLine, sweep: false),
            Sweeping = Comparison(values, name, commandLine, sweep: true),
        };
    }

    private static CompareRecipe Comparison(SettingValues values, string name, string commandLine, bool sweep)
    {
        var own = new SettingValues();
        own.Override(values);
        own.Set(Settings.Data.Name, SettingValue.OfOption(Settings.Data.Option, "pictures"));
        own.Set(Settings.Sweep.Name, SettingValue.OfOption(Settings.Sweep.Option, sweep ? "true" : "false"));
        CompareRecipe recipe = CompareRecipeReader.Read(own, name, CompareRecipe.DefaultPlans, commandLine);
        return recipe.AutoRates.Count == 0 ? recipe
            : throw new UsageException("A study of the claims takes learning rates as numbers, so that its comparisons differ in nothing else; 'thaw compare DATA --lr auto' finds them.");
    }

    private static T[] List<T>(SettingValues values, Setting setting, T[] fallback, Func<SettingValue, T> read)
    {
        if (values[setting] is not { } value)
            return fallback;
        IReadOnlyList<SettingValue> items = value.Items();
        if (items.Count is 0 or > MostItems)
            throw items.Count == 0 ? new UsageException($"{value.Origin}: expected at least one item, got an empty list.")
                : value.Expected(string.Create(CultureInfo.InvariantCulture, $"at most {MostItems} items"));
        T[] list = [.. items.Select(read)];
        return list.Distinct().Count() == list.Length ? list : throw value.Expected("items that are all different");
    }

    private static double Distance(SettingValue item) =>
        double.TryParse(item.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out double distance) && distance is >= 0 and <= 1
            ? distance + 0.0 // no minus before 0
            : throw item.Expected("a distance from 0 to 1");

    private static int Count(SettingValue item) =>
        int.TryParse(item.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= MostPictures
            ? count
            : throw item.Expected(string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {MostPictures}"));
}
