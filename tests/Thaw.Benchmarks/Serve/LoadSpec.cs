using System.Globalization;

namespace Thaw.Benchmarks.Serve;

/// <summary>What a load generator is to do.</summary>
/// <param name="Port">Of the service on 127.0.0.1.</param>
/// <param name="Path">The request's path and query.</param>
/// <param name="Photos">A folder of pictures, each the body of a request.</param>
/// <param name="Connections">Most connections that are open at one time.</param>
/// <param name="Phases">One after the other; what is under way at the end of the last is waited for.</param>
/// <param name="Requests">How many at most.</param>
internal sealed record LoadSpec(int Port, string Path, string Photos, int Connections, IReadOnlyList<LoadPhase> Phases, int Requests = int.MaxValue)
{
    private static readonly string[] Names = ["port", "path", "photos", "connections", "phases", "requests", "records"];

    /// <summary>The generator's command line behind the mode's name.</summary>
    public IEnumerable<string> Arguments(string records) =>
    [
        "--port", Text(Port), "--path", Path, "--photos", Photos, "--connections", Text(Connections), "--phases", string.Join(',', Phases),
        "--requests", Text(Requests), "--records", records,
    ];

    /// <summary>Reads that command line.</summary>
    /// <exception cref="UsageException">An option is missing or unknown, or no number where one must be.</exception>
    public static (LoadSpec Spec, string Records) Parse(string[] args)
    {
        var options = new CommandOptions(args, Names, []);
        return (new LoadSpec((int)Number(options, "port"), Needed(options, "path"), Needed(options, "photos"), (int)Number(options, "connections"), [.. Needed(options, "phases").Split(',').Select(LoadPhase.Parse)],
            (int)Number(options, "requests")), Needed(options, "records"));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Needed(CommandOptions options, string name) => options.Text(name) ?? throw new UsageException($"The load generator needs --{name}.");

    private static double Number(CommandOptions options, string name) =>
        double.TryParse(Needed(options, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0
            ? value
            : throw new UsageException($"--{name} expects a number from 0 on.");
}
