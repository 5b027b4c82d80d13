namespace Thaw.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed; one line on stderr says what to do.</summary>
    public const int Failed = 1;

    /// <summary>A verb, an option or a recipe is wrong; nothing was done.</summary>
    public const int WrongUsage = 2;

    /// <summary>Stopped by Ctrl-C: 128 and the number of the signal, as shells count.</summary>
    public const int Stopped = 130;
}
