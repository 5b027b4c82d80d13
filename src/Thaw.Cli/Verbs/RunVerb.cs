using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw run FILE</c>: does what a recipe says; options go before what stands in it.</summary>
internal static class RunVerb
{
    public static Command Create(string commandLine)
    {
        var command = new Command("run", "Run a recipe: a YAML file with the same names as the options.");
        var file = new Argument<string>("FILE") { Description = "A recipe, such as pipelines/compare.yaml or the run.yaml of an earlier run." };
        command.Arguments.Add(file);
        var options = new OptionSet(command, [Settings.Data, .. Settings.Options]);
        VerbAction.Set(command, (result, cancellation) =>
        {
            var recipe = RecipeFile.Read(result.GetValue(file)!);
            SettingValues given = options.Read(result);
            Locate(recipe);
            Override(recipe, given);
            return Execute(recipe, commandLine, cancellation);
        });
        return command;
    }

    private static int Execute(RecipeFile recipe, string commandLine, CancellationToken cancellation)
    {
        string name = Path.GetFileNameWithoutExtension(recipe.Path);
        return recipe.Kind switch
        {
            RecipeFile.Pretrain => PretrainRun.Execute(PretrainRecipe.Read(recipe.Values, name, commandLine), cancellation),
            RecipeFile.Claims => new ClaimsRun(ClaimsRecipeReader.Read(recipe.Values, SafeName(name), commandLine)).Execute(cancellation),
            _ => CompareRun.Execute(CompareRecipeReader.Read(recipe.Values, SafeName(name), CompareRecipe.DefaultPlans, commandLine), cancellation),
        };
    }

    // What is read is looked for from the current folder first, then from the recipe's
    private static void Locate(RecipeFile recipe)
    {
        string folder = Path.GetDirectoryName(recipe.Path) ?? "";
        foreach (Setting setting in new[] { Settings.Data, Settings.Source, Settings.Backbone })
        {
            if (recipe.Values[setting] is not { } value)
                continue;
            string path = value.Text(), beside = Path.Combine(folder, path);
            if (!Path.Exists(path) && Path.Exists(beside))
                recipe.Values.Set(setting.Name, value with { Node = beside });
        }
    }

    private static void Override(RecipeFile recipe, SettingValues given)
    {
        IReadOnlyList<Setting> known = Settings.Of(recipe.Kind);
        foreach (string name in given.Names)
        {
            if (!known.Any(setting => setting.Name == name))
                throw new UsageException($"--{name} does not fit a recipe of the kind '{recipe.Kind}'.");
        }
        Settle(given, recipe.Values, Settings.Rate, Settings.HeadRate, Settings.BlockRate, Settings.TuningRate, Settings.GentleRate);
        Settle(given, recipe.Values, Settings.Plans, Settings.OnePlan);
        Settle(given, recipe.Values, Settings.Augment, Settings.NoAugment, Settings.Augmentation);
        Settle(given, recipe.Values, Settings.NoAugment, Settings.Augment, Settings.Augmentation);
        recipe.Values.Override(given);
        string? folder = Path.GetDirectoryName(recipe.Path);
        bool isRunFolder = Path.GetFileName(recipe.Path) == RunFolder.RecipeFileName && folder is { Length: > 0 };
        if (isRunFolder && recipe.Values.Flag(Settings.Resume) && recipe.Values[Settings.Out] is null)
            recipe.Values.Set(Settings.Out.Name, SettingValue.OfOption(Settings.Out.Option, folder!));
    }

    // An option replaces also those keys that would go before it or against it
    private static void Settle(SettingValues given, SettingValues recipe, Setting option, params ReadOnlySpan<Setting> replaced)
    {
        if (given[option] is null)
            return;
        foreach (Setting setting in replaced)
            recipe.Remove(setting.Name);
    }

    private static string SafeName(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.');
        return safe.Length == 0 ? "run" : safe;
    }
}
