namespace Thaw.Cli;

/// <summary>Work that was stopped from outside: ends the process with <see cref="ExitCode.Stopped"/>.</summary>
/// <param name="message">One line that says how to go on.</param>
internal sealed class StoppedException(string message) : Exception(message);
