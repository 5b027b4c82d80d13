namespace Thaw.Benchmarks;

/// <summary>A wrong option.</summary>
/// <param name="message">One line that says what was expected and what came.</param>
internal sealed class UsageException(string message) : Exception(message);
