using Thaw.Comparison;
using Thaw.Reports;

namespace Thaw.Tests.Reports;

public sealed class RunReportsTests : IDisposable
{
    private static readonly string[] Files = ["report.json", "report.md", "report.html", "history.csv", "predictions.csv", "skipped.csv"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thaw-reports-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void All_files_are_written_and_nothing_else()
    {
        string folder = Path.Combine(_folder.FullName, "runs", "first");
        IReadOnlyList<string> paths = RunReports.WriteAll(SampleComparison.TwoClasses(), folder, SampleComparison.TestPicture);
        Assert.Equal(Files, paths.Select(p => Path.GetFileName(p)));
        Assert.Equal(Files.Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.All(paths, path => Assert.True(new FileInfo(path).Length > 30, path));
    }

    [Fact]
    public void A_failure_leaves_the_old_report()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "report.html"), "old");
        Assert.Throws<InvalidOperationException>(() => RunReports.WriteAll(
            SampleComparison.TwoClasses(), _folder.FullName, _ => throw new InvalidOperationException("no pictures")));
        Assert.Equal("old", File.ReadAllText(Path.Combine(_folder.FullName, "report.html")));
        Assert.DoesNotContain(Directory.GetFiles(_folder.FullName), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>Writes the sample reports where the environment variable THAW_SAMPLE_REPORTS says, to be looked at.</summary>
    [Fact]
    public void The_same_comparison_gives_the_same_bytes()
    {
        string look = Environment.GetEnvironmentVariable("THAW_SAMPLE_REPORTS") ?? _folder.FullName;
        foreach ((string name, Func<ComparisonResult> make) in ((string, Func<ComparisonResult>)[])
            [("two", SampleComparison.NewTwoClasses), ("five", SampleComparison.NewFiveClasses), ("hostile", SampleComparison.NewHostile)])
        {
            IReadOnlyList<string> first = RunReports.WriteAll(make(), Path.Combine(look, name), SampleComparison.TestPicture);
            IReadOnlyList<string> second = RunReports.WriteAll(make(), Path.Combine(_folder.FullName, "again", name), SampleComparison.TestPicture);
            for (int i = 0; i < first.Count; i++)
                Assert.Equal(File.ReadAllBytes(first[i]), File.ReadAllBytes(second[i]));
        }
    }
}
