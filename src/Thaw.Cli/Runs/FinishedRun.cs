using Thaw.Cli.Recipes;
using Thaw.Reports.Runs;

namespace Thaw.Cli.Runs;

/// <summary>Tells whether a run that is a part of a larger one need not be repeated.</summary>
internal static class FinishedRun
{
    private static readonly string[] Reports = ["report.json", "report.md", "report.html", "history.csv", "predictions.csv", "skipped.csv"];

    /// <summary>Whether a folder holds all reports of a run of this recipe. They are the last that a run writes; the recipe in them tells whether seeds were added since.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">The folder; need not be there.</param>
    public static bool Is(CompareRecipe recipe, string folder)
    {
        if (!Reports.All(name => File.Exists(Path.Combine(folder, name))))
            return false;
        try
        {
            return RunsReader.Read(folder, "").Recipe == YamlText.Of(recipe);
        }
        catch (ReportFormatException)
        {
            return false;
        }
    }
}
