namespace Thaw.Cli;

/// <summary>A wrong option, verb or recipe: ends the process with <see cref="ExitCode.WrongUsage"/>.</summary>
/// <param name="message">One line that says what was expected, what came, and what to do.</param>
internal sealed class UsageException(string message) : Exception(message);
