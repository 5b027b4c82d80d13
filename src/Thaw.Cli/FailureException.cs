namespace Thaw.Cli;

/// <summary>Something that the console app itself cannot do: ends the process with <see cref="ExitCode.Failed"/>.</summary>
/// <param name="message">One line that says what happened and what to do.</param>
internal sealed class FailureException(string message) : Exception(message);
