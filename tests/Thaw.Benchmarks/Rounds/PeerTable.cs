using System.Globalization;
using System.Text;

namespace Thaw.Benchmarks.Rounds;

/// <summary>Results as a page with one table.</summary>
internal static class PeerTable
{
    private const string None = "–";

    /// <summary>The page.</summary>
    public static string Write(PeerResults results)
    {
        var page = new StringBuilder();
        string[] names = [.. results.Contestants.Select(contestant => contestant.Name)], others = [.. results.Others];
        page.Append(CultureInfo.InvariantCulture, $"# Thaw beside {string.Join(" and ", others)}, {results.Day}\n\n");
        foreach ((string name, string value) in results.Environment)
            page.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        page.Append(CultureInfo.InvariantCulture, $"\n`{results.CommandLine}`\n\n");
        Row(page, ["case", "figure", .. names, .. others.Select(other => $"Thaw against {other}")]);
        Row(page, ["---", "---", .. names.Concat(others).Select(_ => "---:")]);
        foreach (PeerCase work in results.Cases)
        {
            foreach (FigureComparison comparison in results.Of(work))
            {
                Row(page, [work.Title, comparison.Figure.Label,
                    .. names.Select(name => comparison.Median(name) is { } value ? comparison.Figure.Format(value) : None),
                    .. others.Select(other => Ratio(comparison, other))]);
            }
        }
        page.Append(FormattableString.Invariant($"""

            Threads each: {results.Threads}; rounds: {results.Rounds}. In each round every program runs once in a process of its own, and each round begins with
            another program. A process reports the fastest of its times, at least three; figures here are medians over the rounds. The last
            columns say how many times better Thaw is, above 1 for Thaw: its speed over the other's, or the other's memory over its own, taken in
            each round, then the median, with the smallest and the largest in brackets.
            The programs do the same work: VGG16's 13 convolutions and 5 poolings in float32; steps add a head of 256 and 1 units, binary cross-entropy and
            SGD with momentum. Memory is what is resident, the runtime or interpreter included.

            """).ReplaceLineEndings("\n"));
        return page.ToString();
    }

    private static string Ratio(FigureComparison comparison, string other)
    {
        double[] rounds = comparison.Advantages(other);
        return rounds.Length == 0
            ? None
            : string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(rounds):F2} ({rounds.Min():F2} to {rounds.Max():F2})");
    }

    private static void Row(StringBuilder page, IEnumerable<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
