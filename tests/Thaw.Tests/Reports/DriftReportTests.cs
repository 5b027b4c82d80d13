using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Thaw.Comparison;
using Thaw.Reports;
using static Thaw.Tests.Comparison.Claims.MadeEvidence;

namespace Thaw.Tests.Reports;

public class DriftReportTests
{
    [Fact]
    public void The_page_shows_how_far_the_backbone_went_and_its_first_gradients()
    {
        string page = Text(stream => HtmlReport.Write(Made(), SampleComparison.TestPicture, stream));
        foreach (string label in new[] { "relative change of blocks 1 to 5: full", "CKA of blocks 1 to 5: full", "Length of the backbone&#39;s gradient in the first steps: full 6 in the first step", "Accuracy by the block where unfreezing starts" })
            Assert.Contains($"aria-label=\"{label}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("id=\"claim-the-untrained-head\"", page, StringComparison.Ordinal);
        string none = Text(stream => HtmlReport.Write(SampleComparison.TwoClasses(), SampleComparison.TestPicture, stream));
        Assert.DoesNotContain("of blocks 1 to 5", none, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_it_for_each_trial_and_the_schema_document_names_it()
    {
        JsonNode report = JsonNode.Parse(Text(stream => JsonReport.Write(Made(), stream)))!;
        JsonNode trial = report["plans"]![0]!["trials"]![0]!;
        Assert.Equal(0.1, (double)trial["drift"]!["layers"]![0]!["change"]!);
        Assert.Equal(("block5", 0.5), ((string)trial["drift"]!["blocks"]![4]!["block"]!, (double)trial["drift"]!["blocks"]![4]!["similarity"]!));
        JsonNode steps = trial["firstSteps"]!["phases"]![0]!;
        Assert.Equal(("tuning", 20), ((string)steps["phase"]!, steps["gradientNorms"]!["block5"]!.AsArray().Count));
        Assert.Equal(3.6, (double)steps["gradientNorms"]!["block1"]![3]!, 1e-6);
        Assert.Equal(0.02, (double)trial["firstSteps"]!["afterEpoch"]!["blocks"]![4]!["change"]!);
        JsonNode bare = report["plans"]![3]!["trials"]![0]!;
        Assert.Null(bare["drift"]);
        Assert.Null(bare["firstSteps"]);
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
            folder = Path.GetDirectoryName(folder)!;
        string document = File.ReadAllText(Path.Combine(folder, "docs", "report-schema.md"));
        foreach (string name in new[] { "drift", "firstSteps", "phases", "phase", "gradientNorms", "afterEpoch", "layers", "layer", "blocks", "block", "change", "similarity" })
            Assert.Contains($"`{name}`", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_has_a_row_for_each_plan_that_was_measured()
    {
        string text = Text(stream => MarkdownReport.Write(Made(), stream));
        Assert.Matches(new Regex(@"^\| full \| 10\.00% \(0\.990\) \|.*\| 20\.00% \(0\.495\) \|$", RegexOptions.Multiline), text);
    }

    private static ComparisonResult Made() => Compare(
        Plan("full", 20, Shocked(6, 0.5), Shocked(6, 0.49)),
        Plan("two-phase", 20, Shocked(2, 0.9), Shocked(2, 0.9)),
        Plan("frozen", 24, Moved(0, 0), Moved(0, 0)),
        Plan("from-block5", 22, null, null));

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
