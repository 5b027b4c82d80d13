using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw train DATA --plan NAME</c>: a comparison of one plan, with the same run folder and reports.</summary>
internal static class TrainVerb
{
    private const string DefaultPlan = "two-phase";

    public static Command Create(string commandLine)
    {
        var command = new Command("train", "Train by one plan, test, and save the model.");
        Argument<string> data = CompareVerb.DataArgument(command);
        var options = new OptionSet(command, [Settings.OnePlan, .. Settings.Options.Where(setting => setting != Settings.Plans && setting != Settings.Sweep)]);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            values.Set(Settings.Data.Name, SettingValue.OfOption("DATA", result.GetValue(data)!));
            CompareRecipe recipe = CompareRecipeReader.Read(values, "train", [DefaultPlan], commandLine);
            if (recipe.Plans.Count != 1)
                throw new UsageException($"{Settings.OnePlan.Option}: expected one plan; 'thaw compare' trains several.");
            return CompareRun.Execute(recipe with { Name = "train-" + recipe.Plans[0].Name }, cancellation);
        });
        return command;
    }
}
