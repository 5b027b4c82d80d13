using Thaw.Comparison;
using Thaw.Images;
using Thaw.Reports.Csv;
using Thaw.Reports.TensorBoard;

namespace Thaw.Reports;

/// <summary>Writes all reports of a comparison.</summary>
public static class RunReports
{
    /// <summary>
    /// Writes <c>report.json</c>, <c>report.md</c>, <c>report.html</c>, <c>history.csv</c>, <c>predictions.csv</c> and
    /// <c>skipped.csv</c>, and for each trial <c>tensorboard/PLAN-seedN/events.out.tfevents.thaw</c>. Each file appears whole or not at all; files of these
    /// names are replaced.
    /// </summary>
    /// <param name="result">A comparison.</param>
    /// <param name="folder">Where to; made where it does not exist. Saved models in it (<see cref="PlanRun.ModelFile"/>) are asked where they looked.</param>
    /// <param name="testPicture">Gives a test picture by its number; see <see cref="HtmlReport.Write"/>.</param>
    /// <returns>The files' full paths, in the order above, but for those of TensorBoard.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static IReadOnlyList<string> WriteAll(ComparisonResult result, string folder, Func<int, Picture> testPicture)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(testPicture);
        Directory.CreateDirectory(folder);
        using var models = new KeptModels(result, folder);
        (string Name, Action<Stream> Write)[] files =
        [
            ("report.json", stream => JsonReport.Write(result, stream)),
            ("report.md", stream => MarkdownReport.Write(result, stream)),
            ("report.html", stream => HtmlReport.Write(result, testPicture, stream, models.Any ? models.Explain : null)),
            ("history.csv", stream => HistoryCsv.Write(result, stream)),
            ("predictions.csv", stream => PredictionsCsv.Write(result, stream)),
            ("skipped.csv", stream => SkippedCsv.Write(result, stream)),
        ];
        var paths = new List<string>();
        foreach ((string name, Action<Stream> write) in files)
        {
            string path = Path.GetFullPath(Path.Combine(folder, name));
            AtomicFile.Write(path, write);
            paths.Add(path);
        }
        EventFolder.Write(result, folder);
        return paths;
    }
}
