using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw advise DATA</c>: says before any training which plan to run on one folder of pictures, and why.</summary>
internal static class AdviseVerb
{
    /// <summary>A name that no run folder gets.</summary>
    private const string RunName = "advise";

    public static Command Create(string commandLine)
    {
        var command = new Command("advise", "Say in seconds, before any training, which plan to run on your pictures, and why.");
        Argument<string> data = CompareVerb.DataArgument(command);
        var options = new OptionSet(command, Settings.Advice);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            values.Set(Settings.Data.Name, SettingValue.OfOption("DATA", result.GetValue(data)!));
            return AdviceRun.Execute(CompareRecipeReader.Read(values, RunName, CompareRecipe.DefaultPlans, commandLine), cancellation);
        });
        return command;
    }
}
