namespace Thaw.Cli.Recipes;

/// <summary>How a recipe runs: nothing here decides its result.</summary>
/// <param name="Out">Where to write; null for the default place.</param>
/// <param name="Threads">How many threads; 0 for one a processor.</param>
/// <param name="Resume">Whether to finish a run that was stopped.</param>
/// <param name="Json">Whether stdout gets JSON alone.</param>
/// <param name="CommandLine">The command as it was given.</param>
internal sealed record RunSettings(string? Out, int Threads, bool Resume, bool Json, string CommandLine)
{
    public const int MaxThreads = 1024;

    /// <summary>Reads them.</summary>
    public static RunSettings Of(SettingValues values, string commandLine) => new(
        values.Text(Settings.Out),
        values.Whole(Settings.Threads, 0, 0, MaxThreads),
        values.Flag(Settings.Resume),
        values.Flag(Settings.Json),
        commandLine);
}
