using System.ComponentModel;
using System.Diagnostics;

namespace Thaw.Benchmarks.Rounds;

/// <summary>Runs other programs.</summary>
internal static class ChildProcess
{
    private const int LinesOfError = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <returns>What it printed on stdout.</returns>
    /// <exception cref="FailureException">It cannot be started, fails, or does not end within 10 minutes; the message has the end of its stderr.</exception>
    public static string Run(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        string shown = string.Join(' ', command);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FailureException($"'{command[0]}' cannot be started: {e.Message}");
        }
        using (process)
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new FailureException($"'{shown}' did not end within {Limit.TotalMinutes} minutes.");
            }
            if (process.ExitCode == 0)
                return output.Result;
            string[] lines = error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            throw new FailureException($"'{shown}' ended with exit code {process.ExitCode}: {string.Join(" | ", lines.TakeLast(LinesOfError))}");
        }
    }
}
