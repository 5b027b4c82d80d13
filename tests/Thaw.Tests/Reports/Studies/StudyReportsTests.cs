using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Thaw.Comparison.Studies;
using Thaw.Reports.Runs;
using Thaw.Reports.Studies;
using Thaw.Tests.Comparison.Studies;

namespace Thaw.Tests.Reports.Studies;

public sealed class StudyReportsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thaw-study-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_page_has_each_claim_with_a_picture_and_needs_no_script()
    {
        StudyReports.WriteAll(SampleStudy.Of(SampleStudy.Cells(SampleStudy.AsClaimed)), _folder);
        string page = File.ReadAllText(Path.Combine(_folder, "claims.html"));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<claims>", page, StringComparison.Ordinal);
        foreach (string claim in (string[])["time", "accuracy", "depth", "the-untrained-head", "forgetting"])
            Assert.Matches($"(?s)id=\"claim-{claim}\".*?class=\"answer confirmed\">confirmed<.*?<svg class=\"chart\"[^>]*aria-label=\"[^\"]{{20,}}\".*?</article>", page);
        Assert.Equal(4, Regex.Count(page, "minus frozen, (near|far)</strong>"));
        Assert.Contains("<a href=\"cells/far-0.25-160/report.html\">far-0.25-160</a>", page, StringComparison.Ordinal);
        string markdown = File.ReadAllText(Path.Combine(_folder, "claims.md"));
        Assert.Contains("## 2. Accuracy: confirmed", markdown, StringComparison.Ordinal);
        Assert.Contains("](cells/near-0-40/report.md)", markdown, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void A_study_without_numbers_has_a_page_too()
    {
        StudyReports.WriteAll(SampleStudy.Of(SampleStudy.Cells((_, _) => double.NaN)), _folder);
        Assert.Contains("not measured", File.ReadAllText(Path.Combine(_folder, "claims.html")), StringComparison.Ordinal);
        Assert.Contains("No comparison contradicted a claim.", File.ReadAllText(Path.Combine(_folder, "claims.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_is_described_and_only_environment_and_timing_hold_what_is_this_machines()
    {
        using var stream = new MemoryStream();
        StudyReports.WriteJson(SampleStudy.Of(SampleStudy.Cells(SampleStudy.AsClaimed)), stream);
        string document = File.ReadAllText(RepositoryRoot.Combine("docs", "report-schema.md"));
        string section = document[document.IndexOf("# claims.json", StringComparison.Ordinal)..];
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.All(NamesOf(json.RootElement).Distinct(), name => Assert.Contains($"`{name}`", section, StringComparison.Ordinal));
        JsonElement root = json.RootElement;
        Assert.Equal([2, 3, 4, 5], root.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("number").GetInt32()));
        Assert.Equal(1, root.GetProperty("timing").GetProperty("claim").GetProperty("number").GetInt32());
        Assert.False(root.GetProperty("pooled").TryGetProperty("timeRatio", out _));
        Assert.InRange(root.GetProperty("pooled").GetProperty("gradientRatio").GetProperty("value").GetDouble(), 2.9, 3.1);
        Assert.Equal(20, root.GetProperty("cells").GetArrayLength());
        Assert.False(root.GetProperty("cells")[0].TryGetProperty("seconds", out _));
    }

    [Fact]
    public void What_is_no_comparison_is_refused_by_name()
    {
        ClaimsStudy Read(params StudyPlace[] places) => StudyReports.Read(_folder, places, "", "", "", default);
        var place = new StudyPlace("near", 0.5, 40);
        Assert.Contains("near-0.5-40", Assert.Throws<ReportFormatException>(() => Read(place)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder, "cells", place.Name));
        File.WriteAllText(Path.Combine(_folder, "cells", place.Name, "report.json"), "{\"schemaVersion\": 1, \"plans\": 7}", Encoding.UTF8);
        Assert.Contains("report.json", Assert.Throws<ReportFormatException>(() => Read(place)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Read());
        Assert.Throws<ArgumentException>(() => Read(place, place));
    }

    private static IEnumerable<string> NamesOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => NamesOf(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(NamesOf),
        _ => [],
    };
}
