namespace Thaw.Reports.Runs;

/// <summary>Several runs side by side, and pooled where they are of the same pictures and settings.</summary>
public sealed record RunsComparison
{
    /// <summary>The word in <c>report.json</c> that tells this report from that of a single run.</summary>
    public const string Kind = "runs";

    private RunsComparison(IReadOnlyList<RunSummary> runs)
    {
        Runs = runs;
        Pooled = RunPooling.Of(runs);
        Settings = DifferingSettings(runs);
        Sentence = RunsTexts.Sentence(runs, Pooled);
        Notes = RunsTexts.Notes(runs, Pooled);
    }

    /// <summary>The runs, in the order in which they were named.</summary>
    public IReadOnlyList<RunSummary> Runs { get; }

    /// <summary>What came out, in a sentence.</summary>
    public string Sentence { get; }

    /// <summary>What to mind before trusting the numbers.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The settings that are not the same in all runs: the key, and each run's value, <c>-</c> where it has none.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Settings { get; }

    /// <summary>Thaw's version.</summary>
    public required string ThawVersion { get; init; }

    /// <summary>The command as it was given.</summary>
    public required string CommandLine { get; init; }

    /// <summary>When the report was asked for.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>What several runs say of a plan together.</summary>
    internal IReadOnlyList<PooledPlan> Pooled { get; }

    /// <summary>Sets runs side by side and pools them.</summary>
    /// <param name="runs">At least one, under names of their own; see <see cref="RunsReader"/>.</param>
    /// <param name="thawVersion">Thaw's version.</param>
    /// <param name="commandLine">The command as it was given.</param>
    /// <param name="started">When the report was asked for.</param>
    /// <exception cref="ArgumentException">There is no run, or two have one name.</exception>
    public static RunsComparison Of(IReadOnlyList<RunSummary> runs, string thawVersion, string commandLine, DateTimeOffset started)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0 || runs.DistinctBy(run => run.Name).Count() != runs.Count)
            throw new ArgumentException("Expected at least one run, each under a name of its own.", nameof(runs));
        return new RunsComparison(runs) { ThawVersion = thawVersion, CommandLine = commandLine, Started = started };
    }

    private static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> DifferingSettings(IReadOnlyList<RunSummary> runs)
    {
        Dictionary<string, string>[] settings = [.. runs.Select(run => new Dictionary<string, string>(RecipeSettings.Of(run.Recipe), StringComparer.Ordinal)
        {
            ["backbone SHA-256"] = run.BackboneSha256.Length > 12 ? run.BackboneSha256[..12] : run.BackboneSha256,
        })];
        return
        [
            .. settings.SelectMany(values => values.Keys).Distinct(StringComparer.Ordinal).Where(key => key != "name")
                .Select(key => KeyValuePair.Create(key, (IReadOnlyList<string>)[.. settings.Select(values => values.GetValueOrDefault(key, "-"))]))
                .Where(setting => setting.Value.Distinct(StringComparer.Ordinal).Count() > 1),
        ];
    }
}
