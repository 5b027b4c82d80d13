namespace Thaw.Benchmarks;

/// <summary>Something that a mode needs is missing, or a process that it started failed.</summary>
/// <param name="message">One line that says what happened and what to do.</param>
internal sealed class FailureException(string message) : Exception(message);
