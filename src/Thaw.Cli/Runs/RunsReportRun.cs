using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Reports;
using Thaw.Reports.Runs;

namespace Thaw.Cli.Runs;

/// <summary>Sets finished runs side by side.</summary>
internal static class RunsReportRun
{
    /// <summary>The name of the report's folder below <c>runs</c>.</summary>
    private const string Name = "report";

    /// <summary>Reads the runs, writes the report and shows it.</summary>
    /// <param name="folders">The run folders.</param>
    /// <param name="target">Where to write; null for a new folder below <c>runs</c>.</param>
    /// <param name="json">Whether stdout gets JSON alone.</param>
    /// <param name="commandLine">The command as it was given.</param>
    public static int Execute(IReadOnlyList<string> folders, string? target, bool json, string commandLine)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        CheckTarget(target);
        var comparison = RunsComparison.Of(RunsReader.Read(folders), Machine.Version, commandLine, started);
        string path = target ?? RunFolder.Choose(Name, new RunSettings(null, 0, false, json, commandLine));
        RunsReport.WriteAll(comparison, path);
        Show(comparison, path, json, Display.For(json));
        return ExitCode.Done;
    }

    /// <summary>Shows a report that was written.</summary>
    public static void Show(RunsComparison comparison, string path, bool json, Display display)
    {
        if (json)
        {
            using Stream stdout = Console.OpenStandardOutput();
            RunsReport.WriteJson(comparison, stdout);
            display.Say($"Report: {Path.Combine(path, "report.html")}");
            return;
        }
        Console.Out.WriteLine();
        foreach (ReportTable table in new[] { RunsTables.Pooled(comparison), RunsTables.Differences(comparison) }.OfType<ReportTable>().Where(table => table.Header.Count > 1))
        {
            Console.Out.WriteLine(table.Title + ":");
            Display.Write(TextTable.Of(table));
        }
        Console.Out.WriteLine(Numbers.Printable(comparison.Sentence));
        foreach (string note in comparison.Notes)
            Console.Out.WriteLine(Numbers.Printable(note));
        Console.Out.WriteLine($"Report: {Path.Combine(path, "report.html")}");
    }

    private static void CheckTarget(string? target)
    {
        if (target is null)
            return;
        if (File.Exists(target))
            throw new FailureException($"'{target}' is a file; --out expects a folder that is empty, not there yet, or holds an earlier report of several runs.");
        if (Directory.Exists(target) && !RunsReport.IsOwnFolder(target))
            throw new FailureException($"The folder '{target}' holds something else than a report of several runs; choose another --out.");
    }
}
