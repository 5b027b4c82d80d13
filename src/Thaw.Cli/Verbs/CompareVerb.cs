using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw compare DATA</c>: trains several plans on one folder of pictures and reports what freezing cost and bought.</summary>
internal static class CompareVerb
{
    /// <summary>The name of the run.</summary>
    private const string RunName = "compare";

    public static Command Create(string commandLine)
    {
        var command = new Command("compare", "Train frozen, partly frozen and in full on your pictures, and report the difference.");
        Argument<string> data = DataArgument(command);
        var options = new OptionSet(command, Settings.Options);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            values.Set(Settings.Data.Name, SettingValue.OfOption("DATA", result.GetValue(data)!));
            return CompareRun.Execute(CompareRecipeReader.Read(values, RunName, CompareRecipe.DefaultPlans, commandLine), cancellation);
        });
        return command;
    }

    /// <summary>The argument that names the pictures.</summary>
    public static Argument<string> DataArgument(Command command)
    {
        var data = new Argument<string>("DATA")
        {
            Description = "A folder with a folder of pictures a class; or with train, val and test folders of such; or a CSV file with the columns path and label.",
        };
        command.Arguments.Add(data);
        return data;
    }
}
