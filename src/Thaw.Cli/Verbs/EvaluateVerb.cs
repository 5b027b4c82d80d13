using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw evaluate MODEL DATA</c>: measures a saved model on labelled pictures.</summary>
internal static class EvaluateVerb
{
    public static Command Create()
    {
        var command = new Command("evaluate", "Measure a saved model on labelled pictures, with 95% intervals.");
        Argument<string> model = PredictVerb.ModelArgument(command);
        Argument<string> data = CompareVerb.DataArgument(command);
        Setting part = new("part", "PART", "all, or of a set that says so itself train, validation or test [default: test if there is one, or else all]."),
            json = new("json", null, "Write the metrics as JSON, and nothing else, to stdout.");
        var options = new OptionSet(command, part, Settings.Group, Settings.Batch, Settings.Threads, json);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            var evaluation = new ModelEvaluation
            {
                Model = result.GetValue(model)!,
                Data = result.GetValue(data)!,
                Part = PartOf(values, part),
                GroupPattern = values.Text(Settings.Group),
                BatchSize = values.Whole(Settings.Batch, 32, 1, 65536),
                Threads = values.Whole(Settings.Threads, 0, 0, RunSettings.MaxThreads),
                Json = values.Flag(json),
            };
            return evaluation.Execute(cancellation);
        });
        return command;
    }

    private static string? PartOf(SettingValues values, Setting setting)
    {
        if (values[setting] is not { } value)
            return null;
        return value.Text() is "all" or "train" or "validation" or "test" ? value.Text() : throw value.Expected("all, train, validation or test");
    }
}
