using System.CommandLine;
using System.CommandLine.Invocation;
using Thaw.Cli.Runs;

namespace Thaw.Cli;

/// <summary><c>thaw --version</c>.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine("thaw " + Machine.Version);
        return ExitCode.Done;
    }
}
