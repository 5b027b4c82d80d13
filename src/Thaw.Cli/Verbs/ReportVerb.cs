using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw report RUN...</c>: sets finished runs side by side on one page.</summary>
internal static class ReportVerb
{
    public static Command Create(string commandLine)
    {
        var command = new Command("report", "Set finished runs side by side, and pool those of the same pictures.");
        var runs = new Argument<string[]>("RUN") { Description = "Folders of finished runs, such as runs/compare.", Arity = ArgumentArity.OneOrMore };
        command.Arguments.Add(runs);
        Setting target = new("out", "FOLDER", "Where to write report.html, .md and .json [default: runs/report, with a number if there is one already]."),
            json = new("json", null, "Write the report as JSON, and nothing else, to stdout.");
        var options = new OptionSet(command, target, json);
        VerbAction.Set(command, (result, _) =>
        {
            SettingValues values = options.Read(result);
            return RunsReportRun.Execute(result.GetValue(runs)!, values.Text(target), values.Flag(json), commandLine);
        });
        return command;
    }
}
