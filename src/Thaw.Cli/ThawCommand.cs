using System.CommandLine;
using System.CommandLine.Help;
using Thaw.Cli.Verbs;

namespace Thaw.Cli;

/// <summary>The console app: its verbs, its help, and what becomes of errors.</summary>
internal static class ThawCommand
{
    /// <summary>Set to 1, it shows where an unexpected error came from.</summary>
    private const string TraceVariable = "THAW_TRACE";

    /// <summary>Runs the app.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        try
        {
            RootCommand root = Create(args);
            ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            bool asksForHelp = result.Action is HelpPage or VersionLine;
            if (!asksForHelp && args.Length > 0 && ParseErrors.Find(result) is { } error)
                throw new UsageException(error);
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e)
        {
            (int code, string line) = Errors.Describe(e);
            Console.Error.WriteLine("thaw: " + line);
            if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
                Console.Error.WriteLine(e);
            return code;
        }
    }

    private static RootCommand Create(string[] args)
    {
        string commandLine = "thaw " + string.Join(' ', args.Select(Quote));
        var root = new RootCommand("Compares frozen and unfrozen training of a VGG network on your pictures.")
        {
            AdviseVerb.Create(commandLine),
            CompareVerb.Create(commandLine),
            TrainVerb.Create(commandLine),
            RunVerb.Create(commandLine),
            ReportVerb.Create(commandLine),
            EvaluateVerb.Create(),
            PredictVerb.Create(),
            ExportVerb.Create(),
            ServeVerb.Create(),
            DataVerb.Create(),
            WeightsVerb.Create(),
            BenchVerb.Create(),
        };
        root.HelpName = "thaw";
        foreach (Option option in root.Options)
        {
            if (option is HelpOption help)
                help.Action = new HelpPage((HelpAction)help.Action!);
            else if (option is VersionOption version)
                version.Action = new VersionLine();
        }
        root.SetAction(result => root.Parse("--help").Invoke());
        return root;
    }

    private static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "-_./,=:\\".Contains(c)) ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
