using System.Diagnostics;

namespace Thaw.Cli.Tests;

/// <summary>What a process of the console app left behind.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Out">Stdout.</param>
/// <param name="Error">Stderr.</param>
internal sealed record Ended(int Code, string Out, string Error)
{
    /// <summary>The lines of stderr.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the real console app.</summary>
internal static class ThawProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The app's assembly, built beside the tests.</summary>
    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "Thaw.Cli.dll");

    /// <summary>Runs the app in a folder and waits for its end.</summary>
    public static Ended Run(string folder, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, arguments);
        return Wait(process);
    }

    /// <summary>Runs the app with stdout going to a file.</summary>
    public static Ended RunInto(string file, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-c", "target=$1; shift; exec \"$@\" > \"$target\"", "sh", file, "dotnet", App, .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        return Wait(process);
    }

    /// <summary>Starts the app in a folder, with more environment variables if there are any.</summary>
    public static Process Start(string folder, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(App);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process.</summary>
    public static Ended Wait(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new TimeoutException($"thaw did not end within {Limit}.");
        }
        return new Ended(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs the app within the tests, which is quicker; for what ends before any work begins.</summary>
    public static Ended Within(string[] arguments) => Within(() => ThawCommand.Run(arguments));

    /// <summary>Runs a part of the app within the tests.</summary>
    public static Ended Within(Func<int> work)
    {
        TextWriter output = Console.Out, error = Console.Error;
        var told = new StringWriter();
        var failed = new StringWriter { NewLine = "\n" };
        Console.SetOut(told);
        Console.SetError(failed);
        try
        {
            int code = work();
            return new Ended(code, told.ToString(), failed.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
