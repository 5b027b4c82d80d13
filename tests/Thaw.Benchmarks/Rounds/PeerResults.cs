using System.Globalization;
using System.Text;
using Thaw.Images;

namespace Thaw.Benchmarks.Rounds;

/// <summary>Everything that <c>peers</c> measured, and how it becomes files.</summary>
internal sealed record PeerResults(
    DateOnly Date,
    string CommandLine,
    int Threads,
    int Rounds,
    IReadOnlyList<PeerCase> Cases,
    IReadOnlyList<Contestant> Contestants,
    IReadOnlyList<PeerRun> Runs)
{
    /// <summary>The day as files and pages write it.</summary>
    public string Day => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Everybody but Thaw.</summary>
    public IEnumerable<string> Others => Contestants.Select(contestant => contestant.Name).Where(name => name != Contestant.Thaw);

    /// <summary>The machine and the libraries.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
        [.. Machine.Description, .. Contestants.Select(contestant => KeyValuePair.Create(contestant.Name, contestant.Version))];

    /// <summary>The figures of a case that anybody measured.</summary>
    public IEnumerable<FigureComparison> Of(PeerCase work) => Figure.All
        .Where(work.Has)
        .Select(figure => new FigureComparison(work, figure, Contestants.Select(contestant => contestant.Name), Runs))
        .Where(comparison => comparison.IsMeasured);

    /// <summary>Writes <c>peers-DAY.md</c> and <c>peers-DAY.json</c>, each whole or not at all.</summary>
    /// <param name="folder">Created if it is not there.</param>
    /// <returns>The paths.</returns>
    public IReadOnlyList<string> Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, $"peers-{Day}");
        (string Path, string Text)[] files = [($"{name}.md", PeerTable.Write(this)), ($"{name}.json", PeerJson.Write(this))];
        foreach ((string path, string text) in files)
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        return [.. files.Select(file => file.Path)];
    }
}
