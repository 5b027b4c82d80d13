using System.CommandLine;

namespace Thaw.Cli.Verbs;

/// <summary>What verbs have in common.</summary>
internal static class VerbAction
{
    /// <summary>Sets what a verb does, with a token that Ctrl-C cancels.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="work">Gives the exit code.</param>
    public static void Set(Command command, Func<ParseResult, CancellationToken, int> work) => command.SetAction(result =>
    {
        using var interruption = new Interruption();
        return work(result, interruption.Token);
    });
}
