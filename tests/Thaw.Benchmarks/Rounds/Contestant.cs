namespace Thaw.Benchmarks.Rounds;

/// <summary>A program that does the work of a case.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Version">Of the library, if it is known before it runs.</param>
/// <param name="Command">The command line that prints a case's figures as JSON.</param>
internal sealed record Contestant(string Name, string Version, Func<PeerCase, IReadOnlyList<string>> Command)
{
    /// <summary>Whom the others are compared with.</summary>
    public const string Thaw = "Thaw";
}
