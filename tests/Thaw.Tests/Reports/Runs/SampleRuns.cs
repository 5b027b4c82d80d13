using Thaw.Comparison;
using Thaw.Reports;
using Thaw.Reports.Csv;
using Thaw.Reports.Runs;

namespace Thaw.Tests.Reports.Runs;

/// <summary>Run folders, made from the sample comparison.</summary>
internal sealed class SampleRuns : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thaw-runs-");

    /// <summary>The folder that holds the run folders.</summary>
    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes a run; its test pictures are named after the split, but for the first ten.</summary>
    public string Write(string name, ulong splitSeed, string settings = "epochs: 14\n", ComparisonResult? result = null)
    {
        result ??= SampleComparison.TwoClasses();
        string[] names = [.. result.Test.Names.Select((picture, i) => i < 10 ? picture : $"{splitSeed}-{picture}")];
        return Write(name, result with
        {
            Setup = result.Setup with { SplitSeed = splitSeed, Recipe = $"# A run\nkind: compare\nname: {name}\n{settings}split:\n  test: 0.2\n  seed: {splitSeed}\nplans:\n  - frozen\n  - full\n" },
            Test = result.Test with { Names = names },
        });
    }

    /// <summary>Writes a run's <c>report.json</c> and <c>predictions.csv</c>.</summary>
    public string Write(string name, ComparisonResult result)
    {
        string folder = At(name);
        Directory.CreateDirectory(folder);
        using (FileStream report = File.Create(Path.Combine(folder, "report.json")))
            JsonReport.Write(result, report);
        using FileStream predictions = File.Create(Path.Combine(folder, "predictions.csv"));
        PredictionsCsv.Write(result, predictions);
        return folder;
    }

    public static RunsComparison Compare(params string[] folders) =>
        RunsComparison.Of(RunsReader.Read(folders), "1.2.3", "thaw report <a> 'b'", DateTimeOffset.UnixEpoch);
}
