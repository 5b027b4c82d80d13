namespace Thaw.Benchmarks.Rounds;

/// <summary>One figure of one case, over all rounds.</summary>
internal sealed class FigureComparison
{
    private readonly Dictionary<string, double?[]> _rounds;

    /// <summary>Gathers the values.</summary>
    /// <param name="work">The case.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="contestants">Who took part.</param>
    /// <param name="runs">All runs of all cases.</param>
    public FigureComparison(PeerCase work, Figure figure, IEnumerable<string> contestants, IReadOnlyList<PeerRun> runs)
    {
        Figure = figure;
        _rounds = contestants.ToDictionary(name => name, name => runs
            .Where(run => run.Case == work.Name && run.Contestant == name)
            .OrderBy(run => run.Round)
            .Select(run => PeerOutput.Number(run.Output, figure.Key))
            .ToArray());
    }

    /// <summary>What was measured.</summary>
    public Figure Figure { get; }

    /// <summary>Whether anybody measured it.</summary>
    public bool IsMeasured => _rounds.Values.Any(values => values.Any(value => value is not null));

    /// <summary>A contestant's value in each round, null where it has none.</summary>
    public IReadOnlyList<double?> Values(string contestant) => _rounds[contestant];

    /// <summary>The median over the rounds, or null.</summary>
    public double? Median(string contestant) =>
        Values(contestant).OfType<double>().ToArray() is { Length: > 0 } values ? Statistics.Median(values) : null;

    /// <summary>How many times better Thaw is, in each round in which both measured: the ratio of speeds, or of the other's bytes to Thaw's.</summary>
    public double[] Advantages(string other) => Figure.IsMemory
        ? Statistics.RoundRatios(Values(other), Values(Contestant.Thaw))
        : Statistics.RoundRatios(Values(Contestant.Thaw), Values(other));
}
